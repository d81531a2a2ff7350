import { answer, useApi, yuan } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { BarChart } from '../../components/BarChart';
import { type Column, DataTable } from '../../components/DataTable';
import type { BankTotals } from '../../data/views';
import { SUM_COLORS } from '../supervision/colors';
import { sumColumn } from '../supervision/TownshipSums';

/** What each bank was given and what became of it: funded = credited + refunded + in transit. */
export function BankSums({ onChoose }: { onChoose: (bank: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const banks = useQuery({
    queryKey: ['bank-totals'],
    queryFn: () => answer(api.GET('/api/payment-orchestration/totals/banks', { headers: { 'x-one-card-background': '1' } })),
    refetchInterval: 15_000,
  });
  return (
    <section>
      <h2>{t('sums.by-bank')}</h2>
      <Answer of={banks} empty={{ when: ({ length }) => length === 0, say: t('order.none') }}>
        {(rows) => <Banks rows={rows} onChoose={onChoose} />}
      </Answer>
    </section>
  );
}

function Banks({ rows, onChoose }: { rows: readonly BankTotals[]; onChoose: (bank: string) => void }) {
  const { t } = useTranslation();
  const picture = useMemo(
    () => ({
      categories: rows.map(({ bankCode }) => t(`bank.${bankCode}`)),
      series: [
        { name: t('order.credited'), color: SUM_COLORS.paid, fen: rows.map(({ credited }) => credited.amountFen) },
        { name: t('order.held'), color: SUM_COLORS.underWay, fen: rows.map(({ heldFen }) => heldFen) },
        { name: t('order.refunded'), color: SUM_COLORS.rejected, fen: rows.map(({ refundedFen }) => refundedFen) },
      ],
    }),
    [rows, t],
  );
  const money = (key: 'fundedFen' | 'heldFen' | 'refundedFen', title: string): Column<BankTotals> => ({
    ...{ key, title, amount: true, text: (row) => yuan(row[key]), cell: (row) => <Money fen={row[key]} /> },
  });
  const columns: Column<BankTotals>[] = [
    {
      ...{ key: 'bank', title: t('line.bank'), text: ({ bankCode }) => t(`bank.${bankCode}`) },
      cell: ({ bankCode }) => (
        <Button type="link" className="in-cell" onClick={() => onChoose(bankCode)}>
          {t(`bank.${bankCode}`)}
        </Button>
      ),
    },
    sumColumn('ordered', t('order.total'), ({ ordered }) => ordered),
    money('fundedFen', t('funds.funded')),
    sumColumn('credited', t('order.credited'), ({ credited }) => credited),
    sumColumn('bounced', t('order.bounced'), ({ bounced }) => bounced),
    money('refundedFen', t('order.refunded')),
    money('heldFen', t('order.held')),
  ];
  return (
    <>
      <p className="secondary">{t('funds.bank-rule')}</p>
      <BarChart label={t('sums.by-bank')} {...picture} />
      <DataTable
        name="bank-sums"
        label={t('sums.by-bank')}
        columns={columns}
        rows={rows}
        rowKey={({ bankCode }) => bankCode}
        empty={t('order.none')}
      />
    </>
  );
}
