import { answer, type components, moment, useApi } from '@one-card/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Descriptions, Form, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Act } from '../../components/Act';
import { Answer } from '../../components/Answer';
import { Deadline } from '../../components/Deadline';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';

type Objection = components['schemas']['ObjectionDetail_Output'];

export default function ObjectionPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const objection = useQuery({
    queryKey: ['objection', id],
    queryFn: () => answer(api.GET('/api/disclosure/objections/{id}', { params: { path: { id } } })),
    refetchOnWindowFocus: false,
  });
  return <Answer of={objection}>{(view) => <Detail objection={view} />}</Answer>;
}

function Detail({ objection }: { objection: Objection }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <PageTitle>{t('objection.title', { no: objection.receiptNo })}</PageTitle>
      <Alert className="above" type="info" showIcon title={t('objection.recorded')} />
      <Descriptions
        bordered
        size="small"
        column={1}
        items={[
          { key: 'state', label: t('objection.state'), children: <StateTag kind="objection" state={objection.state} /> },
          { key: 'notice', label: t('notice.title'), children: <Link to={`/notices/${objection.noticeId}`}>{t('objection.see-notice')}</Link> },
          { key: 'line', label: t('line.no'), children: objection.line },
          { key: 'who', label: t('objection.who'), children: `${objection.name} ${objection.phone}` },
          { key: 'text', label: t('objection.text'), children: objection.text },
          { key: 'received', label: t('objection.received'), children: moment(objection.receivedAt, i18n.language) },
          { key: 'due', label: t('todo.due'), children: <Deadline dueAt={objection.dueAt} /> },
          ...(objection.reason === null ? [] : [{ key: 'reason', label: t('objection.reason'), children: objection.reason }]),
        ]}
      />
      {objection.state === 'open' && <Decide objection={objection} />}
    </>
  );
}

function Decide({ objection }: { objection: Objection }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const act = (decision: 'upheld' | 'refused') => (
    <Act
      danger={decision === 'upheld'}
      label={t(`objection.${decision}`)}
      asks={t(`objection.${decision}-asks`)}
      said={t('objection.decided')}
      disabled={reason.trim().length < 4}
      send={(header) =>
        answer(api.POST('/api/disclosure/objections/{id}/decision', { params: { path: { id: objection.id }, header }, body: { decision, reason } }))
      }
      onDone={() => void queries.invalidateQueries()}
    />
  );
  return (
    <Form layout="vertical" className="panel above">
      <Form.Item label={t('objection.reason')} htmlFor="objection-reason" extra={t('objection.reason-advice')}>
        <Input.TextArea id="objection-reason" rows={4} maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Form.Item>
      <Space>
        {act('upheld')}
        {act('refused')}
      </Space>
    </Form>
  );
}
