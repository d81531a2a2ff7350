import { answer, useApi } from '@one-card/web';
import { useQueries } from '@tanstack/react-query';
import { Alert, Segmented, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Count } from '../../components/Amount';
import { type Column, DataTable } from '../../components/DataTable';
import { Deadline } from '../../components/Deadline';
import { PageTitle } from '../../components/PageTitle';
import { Problem } from '../../components/Problem';
import { useFilter } from '../../data/use-filter';
import type { TodoItem } from '../../data/views';
import { NewProject } from '../project/NewProject';

const background = { headers: { 'x-one-card-background': '1' } };
const REFRESH_MS = 30_000;

/** What waits for this person's posts, from every service that has something for them; the oldest deadline first. */
function useTodo() {
  const api = useApi();
  const parts = [
    { queryKey: ['todo', 'payment'], queryFn: () => answer(api.GET('/api/payment-orchestration/todo', background)) },
    { queryKey: ['todo', 'eligibility'], queryFn: () => answer(api.GET('/api/eligibility-check/todo', background)) },
    { queryKey: ['todo', 'disclosure'], queryFn: () => answer(api.GET('/api/disclosure/todo', background)) },
  ];
  const answers = useQueries({ queries: parts.map((part) => ({ ...part, refetchInterval: REFRESH_MS })) });
  const items = answers.flatMap(({ data }) => data ?? []).sort((one, other) => dueOf(one) - dueOf(other));
  const failed = answers.filter(({ isError, data }) => isError && data === undefined);
  return { items, pending: answers.every(({ isPending }) => isPending), failed, retry: () => failed.forEach(({ refetch }) => void refetch()) };
}

const dueOf = ({ dueAt }: TodoItem): number => (dueAt === null ? Infinity : Date.parse(dueAt));

export function addressOf({ kind, id }: TodoItem): string {
  const addresses: Record<TodoItem['kind'], string> = {
    ...{ roll: `/rolls/${id}`, batch: `/batches/${id}`, order: `/orders/${id}`, notice: `/notices/${id}`, objection: `/objections/${id}` },
    ...{ hits: `/batches/${id}?tab=hits`, bounced: `/batches/${id}?tab=bounced`, funds: `/indicators?batchId=${id}` },
    ...{ project: `/projects/${id}`, case: `/cases/${id}` },
  };
  return addresses[kind];
}

export default function TodoPage() {
  const { t } = useTranslation();
  const todo = useTodo();
  const { values, set } = useFilter(['show']);
  const late = todo.items.filter(({ lateWorkingDays }) => lateWorkingDays > 0);
  const columns: Column<TodoItem>[] = [
    { key: 'act', title: t('todo.act'), width: 150, text: ({ act }) => act, cell: (item) => <Link to={addressOf(item)}>{item.act}</Link> },
    {
      ...{ key: 'due', title: t('todo.due'), width: 150, text: ({ dueAt }) => dueAt ?? '' },
      cell: ({ dueAt, lateWorkingDays }) => <Deadline dueAt={dueAt} lateWorkingDays={lateWorkingDays} />,
    },
    { key: 'title', title: t('todo.what'), text: ({ title }) => title, cell: ({ title }) => title },
    { key: 'post', title: t('todo.post'), width: 130, text: ({ post }) => t(`post.${post}`), cell: ({ post }) => t(`post.${post}`) },
    {
      key: 'count',
      title: t('todo.count'),
      amount: true,
      width: 90,
      text: ({ count }) => String(count ?? ''),
      cell: ({ count }) => count !== undefined && <Count of={count} />,
    },
  ];
  if (todo.pending) return <Skeleton active />;
  const choice = (
    <Segmented
      value={values.show ?? 'all'}
      onChange={(show) => set({ show: show === 'all' ? undefined : show })}
      options={[
        { value: 'all', label: t('todo.all', { count: todo.items.length }) },
        { value: 'late', label: t('todo.late', { count: late.length }) },
      ]}
    />
  );
  return (
    <>
      <PageTitle extra={<NewProject />}>{t('nav.todo')}</PageTitle>
      {todo.failed.length > 0 && <Problem error={todo.failed[0]?.error} retry={todo.retry} />}
      {late.length > 0 && <Alert className="above" type="error" showIcon title={t('todo.some-late', { count: late.length })} />}
      <DataTable
        name="todo"
        label={t('nav.todo')}
        columns={columns}
        rows={values.show === 'late' ? late : todo.items}
        rowKey={({ kind, id, post }) => `${kind} ${id} ${post}`}
        empty={t('todo.empty')}
        tools={choice}
      />
    </>
  );
}
