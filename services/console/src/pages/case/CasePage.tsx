import { answer, moment, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { Deadline } from '../../components/Deadline';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import type { CaseDetail } from '../../data/views';
import { AnswerCase } from './AnswerCase';
import { TransferCase } from './TransferCase';

export default function CasePage() {
  const { id = '' } = useParams();
  const api = useApi();
  const found = useQuery({
    queryKey: ['case', id],
    queryFn: () => answer(api.GET('/api/disclosure/cases/{id}', { params: { path: { id } } })),
    // each reading of who sent it is recorded
    refetchOnWindowFocus: false,
  });
  return <Answer of={found}>{(view) => <Detail of={view} />}</Answer>;
}

function Detail({ of: found }: { of: CaseDetail }) {
  const { t, i18n } = useTranslation();
  const { nameOf } = useDivisions();
  const waits = found.state === 'received';
  const items = [
    { key: 'state', label: t('case.filter.state'), children: <StateTag kind="case" state={found.state} /> },
    { key: 'policy', label: t('project.policy'), children: found.policyName ?? t('case.no-policy') },
    { key: 'department', label: t('case.department'), children: found.department ?? t('post.publisher') },
    ...(found.divisionCode === null ? [] : [{ key: 'division', label: t('case.division'), children: nameOf(found.divisionCode) }]),
    { key: 'who', label: t('objection.who'), children: `${found.name} ${found.phone}` },
    { key: 'text', label: t('case.text'), children: <span className="typed">{found.text}</span> },
    { key: 'received', label: t('objection.received'), children: moment(found.receivedAt, i18n.language) },
    { key: 'due', label: t('todo.due'), children: <Deadline dueAt={found.dueAt} lateWorkingDays={found.lateWorkingDays} /> },
    ...(found.answer === null ? [] : [{ key: 'answer', label: t('case.answer'), children: <span className="typed">{found.answer}</span> }]),
  ];
  return (
    <>
      <PageTitle>
        {t(`case.kind.${found.kind}`)} {found.receiptNo}
      </PageTitle>
      <Alert className="above" type="info" showIcon title={t('objection.recorded')} />
      <Descriptions bordered size="small" column={1} items={items} />
      {found.transfers.length > 0 && <Transfers of={found.transfers} />}
      {waits && <AnswerCase id={found.id} />}
      {waits && <TransferCase id={found.id} policyCode={found.policyCode} />}
    </>
  );
}

function Transfers({ of: transfers }: { of: CaseDetail['transfers'] }) {
  const { t, i18n } = useTranslation();
  return (
    <section>
      <h2>{t('case.transfers')}</h2>
      <Timeline
        items={transfers.map(({ at, name, from, to, note }, key) => ({
          key,
          content: (
            <>
              <span className="secondary">{moment(at, i18n.language)}</span> {name}{' '}
              <strong>{t('case.from-to', { from: from ?? t('post.publisher'), to: to ?? t('post.publisher') })}</strong> {note}
            </>
          ),
        }))}
      />
    </section>
  );
}
