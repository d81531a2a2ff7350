import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown, Empty, Input, InputNumber, Select, Skeleton, Space } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@one-card/web';
import { ColumnChoice, useHidden } from '../../components/DataTable';
import { Problem } from '../../components/Problem';
import { useDivisions } from '../../data/use-divisions';
import { useFilter } from '../../data/use-filter';
import type { BatchView, LineView, Outcome } from '../../data/views';
import { useLineColumns } from './columns';
import { LineDrawer } from './LineDrawer';
import { LineGrid } from './LineGrid';
import { NamesSwitch } from './NamesSwitch';
import { type LineFilter, type LineRule, useLinesByPlace, useLinesInTurn } from './use-lines';
import { useNames } from './use-names';
import { useRested, useWindow } from './use-window';

const OUTCOMES: readonly Outcome[] = ['underWay', 'paid', 'held', 'bounced', 'stopped', 'rejected', 'closed'];
export const RULES: readonly LineRule[] = [
  ...(['deceased', 'payee-deceased', 'same-months', 'exclusive-pair', 'area-above-title', 'area-above-title-cumulative'] as const),
  ...(['on-payroll', 'objection'] as const),
];
const FILTERS = ['outcome', 'village', 'rule', 'text', 'roll'] as const;
type Values = Record<(typeof FILTERS)[number], string | undefined>;

const filterOf = ({ outcome, village, rule, text, roll }: Values): LineFilter => ({
  outcome: OUTCOMES.find((each) => each === outcome),
  rule: RULES.find((each) => each === rule),
  ...{ village, text, rollId: roll },
});

/** Every line of a batch, a million as well as ten. */
export function Lines({ batch, fixed }: { batch: BatchView; fixed?: Partial<Values> }) {
  const { t } = useTranslation();
  const { values, set } = useFilter(FILTERS);
  const filter = useMemo(() => filterOf({ ...values, ...fixed }), [values.outcome, values.village, values.rule, values.text, values.roll, fixed]);
  const filtered = [filter.outcome, filter.village, filter.rule, filter.text].some((value) => value !== undefined && value !== '');
  const columns = useLineColumns();
  const [hidden, setHidden] = useHidden('lines', columns);
  const [named, setNamed] = useState(false);
  const [chosen, setChosen] = useState<LineView>();
  const [known, setKnown] = useState(0);
  const grid = useWindow(known);
  const rested = useRested(grid.window, 60);
  const all = useLinesByPlace(batch.id, { rollId: filter.rollId }, rested);
  const some = useLinesInTurn(batch.id, filter, grid.window, filtered);
  const lines = filtered ? some : all;
  if (!lines.pending && lines.total !== known) setKnown(lines.total);
  const inView = rowsOf(lines.at, rested);
  const names = useNames(inView, t('line.names-purpose'), named);
  return (
    <section aria-label={t('batch.tab.lines')}>
      <div className="table-tools">
        <div className="table-tools-own">{fixed === undefined && <LineFilters batch={batch} values={values} set={set} />}</div>
        <Space wrap>
          <NamesSwitch shown={named} onChange={setNamed} />
          {!filtered && <Jump total={lines.total} goTo={grid.goTo} />}
          <ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />
          <Export batchId={batch.id} filter={filter} />
        </Space>
      </div>
      {lines.error && <Problem error={lines.error} retry={lines.retry} />}
      {names.error && <Problem error={names.error} />}
      {lines.pending && <Skeleton active />}
      {!lines.pending && lines.total === 0 && lines.error === null && <Empty description={t(filtered ? 'line.none-found' : 'line.none')} />}
      {lines.total > 0 && (
        <>
          <p className="secondary" aria-live="polite">
            {t(lines.open ? 'line.so-far' : 'line.in-all', { count: lines.total, text: count(lines.total) })}
          </p>
          <LineGrid
            lines={lines}
            grid={grid}
            columns={columns.filter(({ key }) => !hidden.includes(key))}
            nameOf={names.nameOf}
            onChoose={setChosen}
          />
        </>
      )}
      <LineDrawer line={chosen} onClose={() => setChosen(undefined)} nameOf={names.nameOf} batch={batch} />
    </section>
  );
}

function rowsOf(at: (place: number) => LineView | undefined, { first, last }: { first: number; last: number }): LineView[] {
  return Array.from({ length: last - first + 1 }, (_, i) => at(first + i)).filter((line) => line !== undefined);
}

function Jump({ total, goTo }: { total: number; goTo: (place: number) => void }) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<number | null>(null);
  const go = () => place !== null && goTo(place - 1);
  return (
    <Space.Compact>
      <InputNumber
        aria-label={t('line.place')}
        placeholder={t('line.place')}
        min={1}
        max={Math.max(1, total)}
        value={place}
        onChange={setPlace}
        onPressEnter={go}
      />
      <Button onClick={go}>{t('line.go')}</Button>
    </Space.Compact>
  );
}

function Export({ batchId, filter }: { batchId: string; filter: LineFilter }) {
  const { t } = useTranslation();
  const addressOf = (format: string) => {
    const given = Object.entries({ ...filter, format }).filter((each): each is [string, string] => each[1] !== undefined && each[1] !== '');
    return `/api/payment-orchestration/batches/${batchId}/lines/export?${new URLSearchParams(given).toString()}`;
  };
  const items = ['xlsx', 'csv'].map((format) => ({
    key: format,
    label: (
      <a href={addressOf(format)} download>
        {format.toUpperCase()}
      </a>
    ),
  }));
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button icon={<DownloadOutlined aria-hidden />}>{t('table.export')}</Button>
    </Dropdown>
  );
}

function LineFilters({ batch, values, set }: { batch: BatchView; values: Values; set: (changes: Partial<Values>) => void }) {
  const { t } = useTranslation();
  const { divisions } = useDivisions();
  const rolls = new Set(batch.rolls.map(({ divisionCode }) => divisionCode));
  const villages = divisions.filter(({ kind, ancestors }) => kind === 'village' && ancestors.some((code) => rolls.has(code)));
  const choice = (name: 'outcome' | 'roll' | 'village' | 'rule', options: { value: string; label: string }[]) => (
    <Select
      aria-label={t(`line.filter.${name}`)}
      placeholder={t(`line.filter.${name}`)}
      allowClear
      showSearch
      optionFilterProp="label"
      className="filter"
      value={values[name]}
      onChange={(value: string | undefined) => set({ [name]: value })}
      options={options}
    />
  );
  return (
    <>
      {choice(
        'outcome',
        OUTCOMES.map((each) => ({ value: each, label: t(`state.outcome.${each}`) })),
      )}
      {choice(
        'roll',
        batch.rolls.map(({ rollId, divisionName }) => ({ value: rollId, label: divisionName })),
      )}
      {choice(
        'village',
        villages.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {choice(
        'rule',
        RULES.map((each) => ({ value: each, label: t(`rule.${each}`) })),
      )}
      <Input.Search
        aria-label={t('line.filter.text')}
        placeholder={t('line.filter.text')}
        allowClear
        defaultValue={values.text}
        onSearch={(text) => set({ text })}
        className="filter"
      />
    </>
  );
}
