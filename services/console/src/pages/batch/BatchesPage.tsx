import { answer, period, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CountAndMoney } from '../../components/Amount';
import { type Column, DataTable } from '../../components/DataTable';
import { Deadline } from '../../components/Deadline';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { useFilter } from '../../data/use-filter';
import { useList } from '../../data/use-list';
import type { BatchSummary } from '../../data/views';

const STATES = ['draft', 'issued', 'in-review', 'approved', 'applied', 'funding', 'paying', 'settled'] as const;
const FILTERS = ['state', 'department', 'month', 'text', 'projectId'] as const;

function useBatches(filter: Record<(typeof FILTERS)[number], string | undefined>) {
  const api = useApi();
  const query = { ...filter, state: STATES.find((state) => state === filter.state) };
  return useList(['batches', query], (part) => answer(api.GET('/api/payment-orchestration/batches', { params: { query: { ...query, ...part } } })), {
    size: 50,
  });
}

export function useBatchColumns(): Column<BatchSummary>[] {
  const { t, i18n } = useTranslation();
  const periodOf = ({ periodFrom, periodTo }: BatchSummary) => period(periodFrom, periodTo, i18n.language);
  const nameOf = ({ policyName, seq, kind }: BatchSummary) => `${policyName} ${t('batch.seq', { seq })} ${t(`batch.kind.${kind}`)}`;
  return [
    { key: 'name', title: t('batch.name'), text: nameOf, cell: (batch) => <Link to={`/batches/${batch.id}`}>{nameOf(batch)}</Link> },
    { key: 'department', title: t('batch.department'), text: ({ department }) => department, cell: ({ department }) => department },
    { key: 'period', title: t('batch.period'), text: periodOf, cell: periodOf },
    {
      key: 'state',
      title: t('batch.state'),
      text: ({ state }) => t(`state.batch.${state}`),
      cell: ({ state }) => <StateTag kind="batch" state={state} />,
    },
    {
      ...{ key: 'waits', title: t('batch.waits'), text: ({ waitsFor }) => (waitsFor === null ? '' : t(`post.${waitsFor}`)) },
      cell: ({ waitsFor }) => waitsFor !== null && t(`post.${waitsFor}`),
    },
    {
      key: 'due',
      title: t('batch.due'),
      text: ({ dueAt }) => dueAt ?? '',
      cell: ({ dueAt }) => dueAt !== null && <Deadline dueAt={dueAt} />,
      extra: true,
    },
    {
      key: 'entered',
      title: t('batch.entered'),
      amount: true,
      text: ({ entered }) => String(entered.count),
      cell: ({ id, entered }) => (
        <Link to={`/batches/${id}?tab=lines`} title={t('batch.see-lines', { count: entered.count })}>
          <CountAndMoney of={entered} />
        </Link>
      ),
    },
    {
      key: 'paid',
      title: t('state.outcome.paid'),
      amount: true,
      text: ({ outcome }) => String(outcome.paid.count),
      cell: ({ outcome }) => <CountAndMoney of={outcome.paid} />,
    },
    {
      key: 'held',
      title: t('state.outcome.held'),
      amount: true,
      text: ({ outcome }) => String(outcome.held.count),
      cell: ({ outcome }) => <CountAndMoney of={outcome.held} />,
      extra: true,
    },
    {
      key: 'bounced',
      title: t('state.outcome.bounced'),
      amount: true,
      text: ({ outcome }) => String(outcome.bounced.count),
      cell: ({ outcome }) => <CountAndMoney of={outcome.bounced} />,
    },
  ];
}

export default function BatchesPage() {
  const { t } = useTranslation();
  const { values, set } = useFilter(FILTERS);
  const batches = useBatches(values);
  const columns = useBatchColumns();
  return (
    <>
      <PageTitle>{t('nav.batches')}</PageTitle>
      <DataTable
        name="batches"
        label={t('nav.batches')}
        columns={columns}
        {...batches.table}
        rowKey={({ id }) => id}
        empty={t('batch.none')}
        tools={<Filters values={values} set={set} />}
      />
    </>
  );
}

function Filters({ values, set }: ReturnType<typeof useFilter<(typeof FILTERS)[number]>>) {
  const { t } = useTranslation();
  const api = useApi();
  const departments = useQuery({ queryKey: ['departments'], queryFn: () => answer(api.GET('/api/policy-catalog/departments')), staleTime: Infinity });
  return (
    <>
      <Select
        aria-label={t('batch.state')}
        placeholder={t('batch.any-state')}
        allowClear
        value={values.state}
        onChange={(state: string | undefined) => set({ state })}
        options={STATES.map((state) => ({ value: state, label: t(`state.batch.${state}`) }))}
        className="filter"
      />
      <Select
        aria-label={t('batch.department')}
        placeholder={t('batch.any-department')}
        allowClear
        showSearch
        value={values.department}
        onChange={(department: string | undefined) => set({ department })}
        options={departments.data?.map(({ name }) => ({ value: name, label: name }))}
        className="filter"
      />
      <Input
        type="month"
        aria-label={t('batch.month')}
        prefix={<span className="secondary">{t('batch.month')}</span>}
        value={values.month ?? ''}
        onChange={({ target }) => set({ month: target.value })}
        className="filter month"
      />
      <Input.Search
        aria-label={t('batch.search')}
        placeholder={t('batch.search')}
        defaultValue={values.text}
        allowClear
        onSearch={(text) => set({ text })}
        className="filter"
      />
    </>
  );
}
