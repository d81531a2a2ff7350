import { count, yuan } from '@one-card/web';
import { Badge, Empty, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Deadline } from '../../components/Deadline';
import { StateTag } from '../../components/StateTag';
import { useRuns } from '../../data/use-runs';
import type { RunsProgress } from '../../data/views';
import { Stages } from '../batch/ProgressPanel';

/** The batches under way, each with its stages as they go. */
export function Runs() {
  const { t } = useTranslation();
  const { runs, live } = useRuns();
  return (
    <section aria-label={t('runs.label')}>
      <h2>{t('runs.title', { count: runs?.length ?? 0 })}</h2>
      <Badge status={live ? 'processing' : 'default'} text={t(live ? 'progress.live' : 'progress.not-live')} />
      {runs === undefined && <Skeleton active />}
      {runs?.length === 0 && <Empty description={t('runs.none')} />}
      {runs?.map((run) => (
        <Run key={run.batchId} run={run} />
      ))}
    </section>
  );
}

function Run({ run }: { run: RunsProgress[number] }) {
  const { t } = useTranslation();
  const { batchId, policyName, seq, state, department, entered, outcome, dueAt, stages } = run;
  return (
    <article className="panel above">
      <p className="facts">
        <Link to={`/batches/${batchId}`}>
          <strong>
            {policyName} {t('batch.seq', { seq })}
          </strong>
        </Link>
        <StateTag kind="batch" state={state} />
        <span>{department}</span>
        <span className="amount">{t('runs.sum', { lines: count(entered.count), amount: yuan(entered.amountFen) })}</span>
        <span className="amount">{t('runs.paid', { lines: count(outcome.paid.count), amount: yuan(outcome.paid.amountFen) })}</span>
        {dueAt !== null && (
          <span>
            {t('batch.due')} <Deadline dueAt={dueAt} />
          </span>
        )}
      </p>
      <Stages stages={stages} />
    </article>
  );
}
