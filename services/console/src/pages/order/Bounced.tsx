import { answer, count, useApi, yuan } from '@one-card/web';
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/DataTable';
import { Problem } from '../../components/Problem';
import { useList } from '../../data/use-list';
import { useDivisions } from '../../data/use-divisions';
import type { BatchView, LineView } from '../../data/views';
import { NamesSwitch } from '../line/NamesSwitch';
import { useNames } from '../line/use-names';

/** Lines that a bank did not credit, each with why and what to do. */
export function Bounced({ batch }: { batch: BatchView }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const { nameOf: divisionName } = useDivisions();
  const [named, setNamed] = useState(false);
  const lines = useList(['batch', batch.id, 'lines', 'bounced'], (part) =>
    answer(api.GET('/api/payment-orchestration/batches/{id}/lines', { params: { path: { id: batch.id }, query: { outcome: 'bounced', ...part } } })),
  );
  const { rows } = lines;
  const names = useNames(rows, t('bounced.names-purpose'), named);
  const whyOf = ({ reasons }: LineView) => reasons.map((reason) => (i18n.language === 'en' ? reason.en : reason.zh)).join(t('list.separator'));
  const adviceOf = ({ reasons }: LineView) => t(`bounced.advice.${reasons[0]?.code ?? 'other'}`, t('bounced.advice.other'));
  const payeeOf = ({ payee }: LineView) => names.nameOf(payee)?.name ?? t('line.sealed');
  const bankOf = ({ bankCode }: LineView) => (bankCode === null ? '' : t(`bank.${bankCode}`, bankCode));
  const columns: Column<LineView>[] = [
    {
      key: 'line',
      title: t('line.no'),
      amount: true,
      text: ({ line }) => String(line),
      cell: ({ line }) => <Link to={`/lines/${String(line)}`}>{count(line)}</Link>,
    },
    {
      key: 'village',
      title: t('line.village'),
      text: ({ villageCode }) => divisionName(villageCode),
      cell: ({ villageCode }) => divisionName(villageCode),
    },
    { key: 'payee', title: t('line.payee'), cell: payeeOf },
    { key: 'bank', title: t('line.bank'), text: bankOf, cell: bankOf },
    {
      key: 'amount',
      title: t('line.amount'),
      amount: true,
      text: ({ amountFen }) => yuan(amountFen),
      cell: ({ amountFen }) => <span className="amount">{yuan(amountFen)}</span>,
    },
    { key: 'why', title: t('bounced.why'), text: whyOf, cell: (line) => <span className="words">{whyOf(line)}</span> },
    { key: 'advice', title: t('bounced.what'), text: adviceOf, cell: (line) => <span className="words">{adviceOf(line)}</span> },
  ];
  return (
    <>
      {rows.length > 0 && <Alert className="above" type="info" showIcon title={t('bounced.money')} />}
      {names.error && <Problem error={names.error} />}
      <DataTable
        name="bounced"
        label={t('bounced.label')}
        columns={columns}
        {...lines.table}
        rowKey={({ line }) => line}
        empty={t('bounced.none')}
        tools={<NamesSwitch shown={named} onChange={setNamed} />}
      />
    </>
  );
}
