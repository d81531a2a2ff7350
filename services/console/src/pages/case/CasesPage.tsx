import { answer, moment, useApi } from '@one-card/web';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/DataTable';
import { Deadline } from '../../components/Deadline';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { useFilter } from '../../data/use-filter';
import { useList } from '../../data/use-list';
import type { CaseView } from '../../data/views';

const STATES = ['received', 'answered'] as const;
const KINDS = ['question', 'complaint', 'information-request'] as const;

/** What the public asks and complains of (咨询投诉), for those who answer it and those who oversee that it is answered. */
export default function CasesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { values, set } = useFilter(['state', 'kind', 'late']);
  const state = STATES.find((each) => each === values.state);
  const kind = KINDS.find((each) => each === values.kind);
  const late = values.late === 'true' ? 'true' : undefined;
  const { table } = useList(['cases', state, kind, late], (part) =>
    answer(api.GET('/api/disclosure/cases', { params: { query: { state, kind, late, ...part } } })),
  );
  const choice = (name: 'state' | 'kind' | 'late', options: { value: string; label: string }[]) => (
    <Select
      aria-label={t(`case.filter.${name}`)}
      placeholder={t(`case.filter.${name}`)}
      allowClear
      className="filter"
      value={values[name]}
      onChange={(value: string | undefined) => set({ [name]: value })}
      options={options}
    />
  );
  const states = STATES.map((each) => ({ value: each, label: t(`state.case.${each}`) }));
  const kinds = KINDS.map((each) => ({ value: each, label: t(`case.kind.${each}`) }));
  const tools = (
    <>
      {choice('state', states)}
      {choice('kind', kinds)}
      {choice('late', [{ value: 'true', label: t('case.late') }])}
    </>
  );
  return (
    <>
      <PageTitle>{t('nav.cases')}</PageTitle>
      <DataTable
        {...table}
        {...{ name: 'cases', label: t('nav.cases'), columns: useColumns(), empty: t('case.none'), tools }}
        rowKey={({ id }) => id}
      />
    </>
  );
}

function useColumns(): Column<CaseView>[] {
  const { t, i18n } = useTranslation();
  const kindOf = ({ kind }: CaseView) => t(`case.kind.${kind}`);
  const policyOf = ({ policyName }: CaseView) => policyName ?? t('case.no-policy');
  const answererOf = ({ department }: CaseView) => department ?? t('post.publisher');
  const receivedOf = ({ receivedAt }: CaseView) => moment(receivedAt, i18n.language);
  return [
    {
      ...{ key: 'receipt', title: t('objection.receipt'), text: ({ receiptNo }) => receiptNo },
      cell: ({ id, receiptNo }) => <Link to={`/cases/${id}`}>{receiptNo}</Link>,
    },
    { key: 'kind', title: t('case.filter.kind'), text: kindOf, cell: kindOf },
    { key: 'policy', title: t('project.policy'), text: policyOf, cell: policyOf },
    { key: 'text', title: t('case.text'), text: ({ text }) => text, cell: ({ text }) => <span className="words clipped">{text}</span> },
    { key: 'department', title: t('case.department'), text: answererOf, cell: answererOf },
    {
      ...{ key: 'state', title: t('case.filter.state'), text: ({ state }) => t(`state.case.${state}`) },
      cell: ({ state }) => <StateTag kind="case" state={state} />,
    },
    { key: 'received', title: t('objection.received'), text: receivedOf, cell: receivedOf, extra: true },
    {
      ...{ key: 'due', title: t('todo.due'), text: ({ dueAt }) => dueAt },
      cell: ({ dueAt, state, lateWorkingDays }) => state === 'received' && <Deadline dueAt={dueAt} lateWorkingDays={lateWorkingDays} />,
    },
  ];
}
