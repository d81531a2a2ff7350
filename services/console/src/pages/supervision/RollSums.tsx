import { answer, useApi } from '@one-card/web';
import { Drawer, Grid } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/DataTable';
import { StateTag } from '../../components/StateTag';
import { useList } from '../../data/use-list';
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
  const rolls = useList(['roll-sums', of], (part) => answer(api.GET('/api/supervision/rolls', { params: { query: { ...of, ...part } } })), {
    ...{ size: 50, enabled: of !== undefined },
  });
  return (
    <Drawer open={of !== undefined} onClose={onClose} title={title} size={wide ? 900 : '100%'}>
      <DataTable name="roll-sums" label={title} columns={useColumns()} {...rolls.table} rowKey={({ rollId }) => rollId} empty={t('sums.none')} />
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
