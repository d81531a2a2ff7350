import { answer, count, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/DataTable';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import { useFilter } from '../../data/use-filter';
import { useList } from '../../data/use-list';
import { usePosts } from '../../data/use-posts';
import type { BatchView, HitView, RuleView } from '../../data/views';
import { RULES } from '../line/Lines';
import { DecideHits } from './DecideHits';
import { HitDrawer } from './HitDrawer';

const STATES = ['open', 'confirmed', 'dismissed'] as const;

function useHits(batchId: string, filter: { rule?: HitView['rule']; state?: HitView['state']; rollId?: string }) {
  const api = useApi();
  return useList(['batch', batchId, 'hits', filter], (part) =>
    answer(api.GET('/api/eligibility-check/hits', { params: { query: { batchId, ...filter, ...part } } })),
  );
}

/** What was found of a batch's lines, to be decided one by one, or together where the rule lets them be. */
export function Hits({ batch }: { batch: BatchView }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const { nameOf } = useDivisions();
  const { holdsFor } = usePosts();
  const { values, set } = useFilter(['rule', 'hitState', 'roll']);
  const rule = RULES.find((each) => each === values.rule);
  const filter = { rule: rule === 'objection' ? undefined : rule, state: stateOf(values.hitState), rollId: values.roll };
  const hits = useHits(batch.id, filter);
  const rules = useQuery({ queryKey: ['rules', i18n.language], queryFn: () => answer(api.GET('/api/eligibility-check/rules')), staleTime: Infinity });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [shown, setShown] = useState<string>();
  const { rows } = hits;
  const decides = holdsFor('department-clerk', { department: batch.department });
  const ruleName = (code: string) => rules.data?.find((each) => each.code === code)?.name ?? t(`rule.${code}`);
  const wordsOf = ({ says }: HitView) => (i18n.language === 'en' ? says.en : says.zh);
  const columns: Column<HitView>[] = [
    {
      ...{ key: 'line', title: t('line.no'), text: ({ line }) => String(line) },
      cell: ({ id, line }) => (
        <Button type="link" size="small" className="in-cell" onClick={() => setShown(id)}>
          {count(line)}
        </Button>
      ),
    },
    { key: 'rule', title: t('hit.rule'), text: ({ rule: code }) => ruleName(code), cell: ({ rule: code }) => ruleName(code) },
    { key: 'says', title: t('hit.says'), text: wordsOf, cell: (hit) => <span className="words">{wordsOf(hit)}</span> },
    { key: 'village', title: t('line.village'), text: ({ villageCode }) => nameOf(villageCode), cell: ({ villageCode }) => nameOf(villageCode) },
    { key: 'source', title: t('hit.source'), text: ({ evidence }) => evidence.source, cell: ({ evidence }) => evidence.source },
    { key: 'state', title: t('hit.state'), text: ({ state }) => t(`state.hit.${state}`), cell: ({ state }) => <StateTag kind="hit" state={state} /> },
    {
      key: 'reason',
      title: t('hit.reason'),
      text: ({ decisionReason }) => decisionReason ?? '',
      cell: ({ decisionReason }) => decisionReason,
      extra: true,
    },
  ];
  const selected = rows.filter(({ id }) => chosen.includes(id));
  return (
    <>
      {decides && <Alert className="above" type="info" showIcon title={t('hit.advice')} />}
      <DataTable
        name="hits"
        label={t('hit.label')}
        columns={columns}
        {...hits.table}
        rowKey={({ id }) => id}
        empty={t('hit.none')}
        selection={
          decides
            ? {
                selectedRowKeys: [...chosen],
                onChange: (_, chosenRows) => setChosen(ofOneRule(chosenRows)),
                getCheckboxProps: (hit) => ({ disabled: !selectable(hit, selected, rules.data), 'aria-label': t('hit.choose', { line: hit.line }) }),
              }
            : undefined
        }
        tools={
          <>
            <Segmented
              value={values.hitState ?? 'open'}
              onChange={(state) => set({ hitState: state === 'open' ? undefined : state })}
              options={[...STATES.map((state) => ({ value: state, label: t(`state.hit.${state}`) })), { value: 'all', label: t('hit.all') }]}
            />
            <Select
              aria-label={t('hit.rule')}
              placeholder={t('hit.rule')}
              allowClear
              className="filter"
              value={values.rule}
              onChange={(code: string | undefined) => set({ rule: code })}
              options={rules.data?.map(({ code, name }) => ({ value: code, label: name }))}
            />
            {selected.length > 0 && (
              <DecideHits
                hits={selected}
                rule={rules.data?.find(({ code }) => code === selected[0]?.rule)}
                onDone={() => setChosen([])}
                batchId={batch.id}
              />
            )}
          </>
        }
      />
      <HitDrawer
        hit={rows.find(({ id }) => id === shown)}
        rules={rules.data ?? []}
        batch={batch}
        decides={decides}
        onClose={() => setShown(undefined)}
      />
    </>
  );
}

function stateOf(value: string | undefined): HitView['state'] | undefined {
  return value === 'all' ? undefined : (STATES.find((state) => state === value) ?? 'open');
}

/** All of a mixed list chosen at once: those of the first one's rule, since a decision is taken by rule. */
const ofOneRule = (hits: readonly HitView[]): string[] => hits.filter(({ rule }) => rule === hits[0]?.rule).map(({ id }) => id);

/** Only open ones, of one rule, and only where the rule lets any decision be taken together. */
function selectable(hit: HitView, selected: readonly HitView[], rules: readonly RuleView[] | undefined): boolean {
  const together = (rules?.find(({ code }) => code === hit.rule)?.inBulk.length ?? 0) > 0;
  return hit.state === 'open' && together && (selected.length === 0 || selected[0]?.rule === hit.rule);
}
