import { answer, useApi } from '@one-card/web';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Drawer, Grid } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/DataTable';
import { Problem } from '../../components/Problem';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import type { RollSums as RollSumsView } from '../../data/views';
import { sumColumn } from './TownshipSums';

interface Props {
  /** whose rolls: a township's or a bank's */
  readonly of: { readonly division?: string; readonly bankCode?: string } | undefined;
  readonly title: string;
  readonly onClose: () => void;
}

/** The rolls that a sum is made of; from each to its batch and its lines. */
export function RollSums({ of, title, onClose }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const wide = Grid.useBreakpoint().lg === true;
  const rolls = useInfiniteQuery({
    queryKey: ['roll-sums', of],
    enabled: of !== undefined,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => answer(api.GET('/api/supervision/rolls', { params: { query: { ...of, limit: 50, cursor: pageParam } } })),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return (
    <Drawer open={of !== undefined} onClose={onClose} title={title} size={wide ? 900 : '100%'}>
      {rolls.isError && <Problem error={rolls.error} retry={() => void rolls.refetch()} />}
      <DataTable
        name="roll-sums"
        label={title}
        columns={useColumns()}
        rows={rolls.data?.pages.flatMap(({ items }) => items) ?? []}
        rowKey={({ rollId }) => rollId}
        loading={rolls.isPending && of !== undefined}
        empty={t('sums.none')}
        more={{ there: rolls.hasNextPage, load: () => void rolls.fetchNextPage(), loading: rolls.isFetchingNextPage }}
      />
    </Drawer>
  );
}

function useColumns(): Column<RollSumsView>[] {
  const { t } = useTranslation();
  const { nameOf } = useDivisions();
  const batchOf = ({ policyName, seq }: RollSumsView) => (seq === null ? policyName : `${policyName} ${t('batch.seq', { seq })}`);
  return [
    { key: 'batch', title: t('order.batch'), text: batchOf, cell: (roll) => <Link to={`/batches/${roll.batchId}`}>{batchOf(roll)}</Link> },
    {
      ...{ key: 'division', title: t('sums.township'), text: ({ divisionCode }) => nameOf(divisionCode) },
      cell: ({ divisionCode }) => nameOf(divisionCode),
    },
    {
      ...{ key: 'state', title: t('roll.state'), text: ({ state }) => (state === null ? '' : t(`state.roll.${state}`)), extra: true },
      cell: ({ state }) => state !== null && <StateTag kind="roll" state={state} />,
    },
    sumColumn('entered', t('batch.entered'), ({ entered }) => entered),
    sumColumn('paid', t('state.outcome.paid'), ({ outcome }) => outcome.paid),
    sumColumn('bounced', t('state.outcome.bounced'), ({ outcome }) => outcome.bounced),
    {
      ...{ key: 'lines', title: t('sums.down') },
      cell: ({ batchId, rollId }) => <Link to={`/batches/${batchId}?tab=lines&roll=${rollId}`}>{t('roll.lines')}</Link>,
    },
  ];
}
