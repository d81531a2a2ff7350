import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Count, CountAndMoney } from '../../components/Amount';
import { type Column, DataTable } from '../../components/DataTable';
import { StateTag } from '../../components/StateTag';
import type { BatchRoll, BatchView } from '../../data/views';

export function RollList({ batch }: { batch: BatchView }) {
  const { t } = useTranslation();
  const columns: Column<BatchRoll>[] = [
    {
      key: 'division',
      title: t('roll.division'),
      text: ({ divisionName }) => divisionName,
      cell: ({ rollId, divisionName }) => <Link to={`/rolls/${rollId}`}>{divisionName}</Link>,
    },
    {
      key: 'state',
      title: t('roll.state'),
      text: ({ state }) => t(`state.roll.${state}`),
      cell: ({ state }) => <StateTag kind="roll" state={state} />,
    },
    {
      ...{ key: 'waits', title: t('batch.waits'), text: ({ waitsFor }) => (waitsFor === null ? '' : t(`post.${waitsFor}`)) },
      cell: ({ waitsFor }) => waitsFor !== null && t(`post.${waitsFor}`),
    },
    {
      key: 'revision',
      title: t('roll.revision'),
      amount: true,
      text: ({ revision }) => String(revision),
      cell: ({ revision }) => <Count of={revision} />,
      extra: true,
    },
    {
      key: 'entered',
      title: t('batch.entered'),
      amount: true,
      text: ({ entered }) => String(entered.count),
      cell: ({ entered }) => <CountAndMoney of={entered} />,
    },
    {
      key: 'rejected',
      title: t('state.outcome.rejected'),
      amount: true,
      text: ({ rejected }) => String(rejected),
      cell: ({ rejected }) => <Count of={rejected} />,
    },
    {
      ...{ key: 'hits', title: t('roll.open-hits'), amount: true, text: ({ openHits }) => String(openHits) },
      cell: ({ openHits, rollId }) => (openHits === 0 ? <Count of={0} /> : <Link to={`?tab=hits&roll=${rollId}`}>{<Count of={openHits} />}</Link>),
    },
  ];
  return (
    <DataTable
      name="rolls"
      label={t('batch.tab.rolls')}
      columns={columns}
      rows={batch.rolls}
      rowKey={({ rollId }) => rollId}
      empty={t('roll.none')}
    />
  );
}
