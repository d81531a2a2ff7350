import { answer, count, period, useApi, yuan } from '@one-card/web';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { Problem } from '../../components/Problem';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import { useList } from '../../data/use-list';
import type { AccountLine } from '../../data/views';
import { NamesSwitch } from './NamesSwitch';
import { useNames } from './use-names';

/** Everybody who is paid to one account, over all batches: where the red flag of a shared account leads to. The account itself is known to nobody here. */
export default function AccountPage() {
  const { t } = useTranslation();
  const api = useApi();
  const account = Number(useParams().account);
  const [named, setNamed] = useState(false);
  const lines = useList(['account', account], (part) =>
    answer(api.GET('/api/payment-orchestration/lines', { params: { query: { account, ...part } } })),
  );
  const names = useNames(lines.rows, t('account.names-purpose'), named);
  return (
    <>
      <PageTitle>{t('line.of-account')}</PageTitle>
      <p className="secondary">{t('account.what')}</p>
      {names.error && <Problem error={names.error} />}
      <DataTable
        name="account-lines"
        label={t('line.of-account')}
        columns={useColumns((token) => names.nameOf(token)?.name ?? t('line.sealed'))}
        {...lines.table}
        rowKey={({ line }) => line}
        empty={t('account.none')}
        tools={<NamesSwitch shown={named} onChange={setNamed} />}
      />
    </>
  );
}

function useColumns(nameOf: (token: number | null) => string): Column<AccountLine>[] {
  const { t, i18n } = useTranslation();
  const { nameOf: divisionName } = useDivisions();
  const batchOf = ({ policyName, seq }: AccountLine) => `${policyName} ${t('batch.seq', { seq })}`;
  const periodOf = ({ periodFrom, periodTo }: AccountLine) => period(periodFrom, periodTo, i18n.language);
  const bankOf = ({ bankCode }: AccountLine) => (bankCode === null ? '' : t(`bank.${bankCode}`, bankCode));
  const villageOf = ({ villageCode }: AccountLine) => divisionName(villageCode);
  return [
    {
      key: 'line',
      title: t('line.no'),
      text: ({ line }) => String(line),
      cell: ({ line }) => <Link to={`/lines/${String(line)}`}>{count(line)}</Link>,
    },
    { key: 'batch', title: t('order.batch'), text: batchOf, cell: (line) => <Link to={`/batches/${line.batchId}`}>{batchOf(line)}</Link> },
    { key: 'period', title: t('batch.period'), text: periodOf, cell: periodOf },
    { key: 'village', title: t('line.village'), text: villageOf, cell: villageOf },
    { key: 'beneficiary', title: t('line.beneficiary'), cell: ({ beneficiary }) => nameOf(beneficiary) },
    { key: 'payee', title: t('line.payee'), cell: ({ payee }) => (payee === null ? '' : nameOf(payee)) },
    { key: 'bank', title: t('line.bank'), text: bankOf, cell: bankOf, extra: true },
    {
      ...{ key: 'amount', title: t('line.amount'), amount: true, text: ({ amountFen }) => yuan(amountFen) },
      cell: ({ amountFen }) => <span className="amount">{yuan(amountFen)}</span>,
    },
    {
      ...{ key: 'outcome', title: t('line.outcome'), text: ({ outcome }) => t(`state.outcome.${outcome}`) },
      cell: ({ outcome }) => <StateTag kind="outcome" state={outcome} />,
    },
  ];
}
