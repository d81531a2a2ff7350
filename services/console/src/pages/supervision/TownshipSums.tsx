import { count, perMille, yuan } from '@one-card/web';
import { Button, Progress } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CountAndMoney } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { BarChart } from '../../components/BarChart';
import { type Column, DataTable } from '../../components/DataTable';
import { useDivisions } from '../../data/use-divisions';
import type { GroupSums, Outcome } from '../../data/views';
import { SUM_COLORS } from './colors';
import { useSums } from './use-sums';

const OUTCOMES = ['paid', 'underWay', 'held', 'bounced', 'stopped', 'rejected', 'closed'] as const satisfies readonly Outcome[];
/** What is rare stands in the table and is not at first shown. */
const RARE: readonly Outcome[] = ['stopped', 'rejected', 'closed'];

/** How far each township is: what of its money is paid, and where the rest is. From a township one goes to its rolls. */
export function TownshipSums({ onChoose }: { onChoose: (township: string) => void }) {
  const { t } = useTranslation();
  const sums = useSums('township');
  return (
    <section>
      <h2>{t('sums.by-township')}</h2>
      <Answer of={sums} empty={{ when: ({ groups }) => groups.length === 0, say: t('sums.none') }}>
        {({ groups }) => <Townships groups={groups} onChoose={onChoose} />}
      </Answer>
    </section>
  );
}

function Townships({ groups, onChoose }: { groups: readonly GroupSums[]; onChoose: (township: string) => void }) {
  const { t } = useTranslation();
  const { nameOf } = useDivisions();
  const names = groups.map(({ key }) => nameOf(key)).join('\n');
  const picture = useMemo(
    () => ({
      categories: names.split('\n'),
      series: OUTCOMES.filter((outcome) => groups.some((group) => group.outcome[outcome].count > 0)).map((outcome) => ({
        ...{ name: t(`state.outcome.${outcome}`), color: SUM_COLORS[outcome], fen: groups.map((group) => group.outcome[outcome].amountFen) },
      })),
    }),
    [groups, names, t],
  );
  const columns: Column<GroupSums>[] = [
    {
      ...{ key: 'township', title: t('sums.township'), text: ({ key }) => nameOf(key) },
      cell: ({ key }) => (
        <Button type="link" className="in-cell" onClick={() => onChoose(key)}>
          {nameOf(key)}
        </Button>
      ),
    },
    {
      ...{ key: 'share', title: t('sums.progress'), width: 150, text: ({ entered, outcome }) => `${String(shareOf(outcome.paid, entered))}%` },
      cell: ({ key, entered, outcome }) => (
        <Progress size="small" percent={shareOf(outcome.paid, entered)} aria-label={`${nameOf(key)} ${t('sums.progress')}`} />
      ),
    },
    sumColumn('entered', t('batch.entered'), ({ entered }) => entered),
    ...OUTCOMES.map((outcome) => ({
      ...sumColumn<GroupSums>(outcome, t(`state.outcome.${outcome}`), (group) => group.outcome[outcome]),
      extra: RARE.includes(outcome),
    })),
  ];
  return (
    <>
      <BarChart label={t('sums.by-township')} {...picture} />
      <DataTable
        name="sums-by-township"
        label={t('sums.by-township')}
        columns={columns}
        rows={groups}
        rowKey={({ key }) => key}
        empty={t('sums.none')}
      />
    </>
  );
}

const shareOf = (part: { amountFen: string }, whole: { amountFen: string }): number => perMille(part.amountFen, whole.amountFen) / 10;

export function sumColumn<Row>(key: string, title: string, of: (row: Row) => { count: number; amountFen: string }): Column<Row> {
  return {
    ...{ key, title, amount: true, text: (row) => `${count(of(row).count)} / ${yuan(of(row).amountFen)}` },
    cell: (row) => <CountAndMoney of={of(row)} />,
  };
}
