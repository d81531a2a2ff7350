import { answer, count, type components, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answer } from '../../components/Answer';
import { type Column, DataTable } from '../../components/DataTable';
import { Deadline } from '../../components/Deadline';
import { StateTag } from '../../components/StateTag';
import type { NoticeView } from '../../data/views';

type Objection = components['schemas']['ObjectionView_Output'];

export function Objections({ notice }: { notice: NoticeView }) {
  const { t } = useTranslation();
  const api = useApi();
  const objections = useQuery({
    queryKey: ['notice', notice.id, 'objections'],
    queryFn: () => answer(api.GET('/api/disclosure/notices/{noticeId}/objections', { params: { path: { noticeId: notice.id } } })),
  });
  const columns: Column<Objection>[] = [
    {
      key: 'receipt',
      title: t('objection.receipt'),
      text: ({ receiptNo }) => receiptNo,
      cell: ({ id, receiptNo }) => <Link to={`/objections/${id}`}>{receiptNo}</Link>,
    },
    {
      key: 'line',
      title: t('line.no'),
      amount: true,
      text: ({ line }) => String(line),
      cell: ({ line }) => <span className="amount">{count(line)}</span>,
    },
    { key: 'text', title: t('objection.text'), text: ({ text }) => text, cell: ({ text }) => <span className="words">{text}</span> },
    {
      key: 'state',
      title: t('objection.state'),
      text: ({ state }) => t(`state.objection.${state}`),
      cell: ({ state }) => <StateTag kind="objection" state={state} />,
    },
    { key: 'due', title: t('todo.due'), text: ({ dueAt }) => dueAt, cell: ({ dueAt, state }) => state === 'open' && <Deadline dueAt={dueAt} /> },
  ];
  return (
    <Answer of={objections}>
      {(list) => (
        <DataTable name="objections" label={t('objection.label')} columns={columns} rows={list} rowKey={({ id }) => id} empty={t('objection.none')} />
      )}
    </Answer>
  );
}
