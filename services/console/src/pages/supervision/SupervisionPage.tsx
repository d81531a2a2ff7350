import { answer, count, period, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { type Column, DataTable } from '../../components/DataTable';
import { Deadline } from '../../components/Deadline';
import { Figure } from '../../components/Figure';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import { useFilter } from '../../data/use-filter';
import type { ProgressRow } from '../../data/views';
import { AlertCounts } from './AlertCounts';
import { RollSums } from './RollSums';
import { TownshipSums } from './TownshipSums';
import { useSums } from './use-sums';

const OUTCOMES = ['paid', 'underWay', 'held', 'bounced', 'stopped', 'rejected', 'closed'] as const;

/** What supervision has heard of every line, and what gives cause to look closer. */
export default function SupervisionPage() {
  const { t } = useTranslation();
  const { nameOf } = useDivisions();
  const { values, set } = useFilter(['township']);
  const { township } = values;
  return (
    <>
      <PageTitle>{t('nav.supervision')}</PageTitle>
      <Lines />
      <AlertCounts />
      <TownshipSums onChoose={(chosen) => set({ township: chosen })} />
      <Batches />
      <RollSums
        of={township === undefined ? undefined : { division: township }}
        title={t('sums.rolls-of', { whose: nameOf(township ?? '') })}
        onClose={() => set({ township: undefined })}
      />
    </>
  );
}

function Lines() {
  const { t } = useTranslation();
  const sums = useSums('township');
  return (
    <Answer of={sums}>
      {({ entered, outcome }) => (
        <section className="panel figures" aria-label={t('sums.label')}>
          <Figure label={t('batch.entered')} note={<Money fen={entered.amountFen} />}>
            {t('count.lines', { count: entered.count, text: count(entered.count) })}
          </Figure>
          {OUTCOMES.map((each) => (
            <Figure key={each} label={t(`state.outcome.${each}`)} note={<Money fen={outcome[each].amountFen} />}>
              {t('count.lines', { count: outcome[each].count, text: count(outcome[each].count) })}
            </Figure>
          ))}
        </section>
      )}
    </Answer>
  );
}

/** 二.二.7, 8: where each batch stands; those that are late first. */
function Batches() {
  const { t } = useTranslation();
  const api = useApi();
  const columns = useBatchColumns();
  const progress = useQuery({ queryKey: ['supervision', 'progress'], queryFn: () => answer(api.GET('/api/supervision/progress')) });
  return (
    <section>
      <h2>{t('sums.batches')}</h2>
      <Answer of={progress}>
        {(rows) => (
          <DataTable
            name="supervision-batches"
            label={t('sums.batches')}
            columns={columns}
            rows={[...rows].sort((a, b) => Number(b.late) - Number(a.late))}
            rowKey={({ batchId }) => batchId}
            empty={t('batch.none')}
          />
        )}
      </Answer>
    </section>
  );
}

function useBatchColumns(): Column<ProgressRow>[] {
  const { t, i18n } = useTranslation();
  const nameOf = ({ policyName, seq }: ProgressRow) => (seq === null ? policyName : `${policyName} ${t('batch.seq', { seq })}`);
  const periodOf = ({ periodFrom, periodTo }: ProgressRow) => (periodFrom && periodTo ? period(periodFrom, periodTo, i18n.language) : '');
  const rollsOf = ({ rolls, rollsReady }: ProgressRow) => `${String(rollsReady)}/${String(rolls)}`;
  return [
    { key: 'batch', title: t('order.batch'), text: nameOf, cell: (row) => <Link to={`/batches/${row.batchId}`}>{nameOf(row)}</Link> },
    { key: 'department', title: t('batch.department'), text: ({ department }) => department, cell: ({ department }) => department },
    { key: 'period', title: t('batch.period'), text: periodOf, cell: periodOf },
    {
      ...{ key: 'state', title: t('batch.state'), text: ({ state }) => t(`state.batch.${state}`) },
      cell: ({ state }) => <StateTag kind="batch" state={state} />,
    },
    { key: 'rolls', title: t('sums.rolls-ready'), amount: true, text: rollsOf, cell: (row) => <span className="amount">{rollsOf(row)}</span> },
    {
      ...{ key: 'due', title: t('batch.due'), text: ({ dueAt }) => dueAt ?? '' },
      cell: ({ dueAt, late }) => (
        <span className={late ? 'overdue' : undefined}>
          <Deadline dueAt={dueAt} /> {late && t('sums.late')}
        </span>
      ),
    },
  ];
}
