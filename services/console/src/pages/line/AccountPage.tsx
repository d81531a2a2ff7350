import { answer, period, useApi, yuan } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Money } from '../../components/Amount';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { Problem } from '../../components/Problem';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import { useList } from '../../data/use-list';
import type { AccountLine } from '../../data/views';

/** Everything that one account takes, over all batches: where a flag on a shared account leads. */
export default function AccountPage() {
  const { t } = useTranslation();
  const api = useApi();
  const account = Number(useParams().account);
  const { query, table } = useList(['account', account], (part) =>
    answer(api.GET('/api/payment-orchestration/lines', { params: { query: { account, ...part } } })),
  );
  return (
    <>
      <PageTitle>{t('line.of-account')}</PageTitle>
      {query.isError && <Problem error={query.error} retry={() => void query.refetch()} />}
      <DataTable
        {...table}
        {...{ name: 'account-lines', label: t('line.of-account'), columns: useColumns(), empty: t('line.none') }}
        rowKey={({ line }) => line}
      />
    </>
  );
}

function useColumns(): Column<AccountLine>[] {
  const { t, i18n } = useTranslation();
  const { nameOf } = useDivisions();
  const batchOf = ({ policyName, seq }: AccountLine) => `${policyName} ${t('batch.seq', { seq })}`;
  const periodOf = ({ periodFrom, periodTo }: AccountLine) => period(periodFrom, periodTo, i18n.language);
  return [
    { key: 'line', title: t('line.no'), text: ({ line }) => String(line), cell: ({ line }) => <Link to={`/lines/${String(line)}`}>{line}</Link> },
    { key: 'batch', title: t('order.batch'), text: batchOf, cell: (line) => <Link to={`/batches/${line.batchId}`}>{batchOf(line)}</Link> },
    { key: 'period', title: t('batch.period'), text: periodOf, cell: periodOf },
    {
      ...{ key: 'village', title: t('line.village'), text: ({ villageCode }) => nameOf(villageCode) },
      cell: ({ villageCode }) => nameOf(villageCode),
    },
    {
      ...{ key: 'amount', title: t('line.amount'), amount: true, text: ({ amountFen }) => yuan(amountFen) },
      cell: ({ amountFen }) => <Money fen={amountFen} />,
    },
    {
      ...{ key: 'outcome', title: t('line.outcome'), text: ({ outcome }) => t(`state.outcome.${outcome}`) },
      cell: ({ outcome }) => <StateTag kind="outcome" state={outcome} />,
    },
  ];
}
