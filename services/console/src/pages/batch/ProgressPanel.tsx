import { count, yuan } from '@one-card/web';
import { Badge, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BatchProgress, BatchView, Outcome } from '../../data/views';

const OUTCOMES: readonly Outcome[] = ['paid', 'underWay', 'held', 'bounced', 'stopped', 'rejected', 'closed'];

/** What became of the lines, and how far each stage is, as it goes. */
export function ProgressPanel({ batch, progress, live }: { batch: BatchView; progress: BatchProgress | undefined; live: boolean }) {
  const { t } = useTranslation();
  const { entered, outcome } = progress ?? batch;
  return (
    <section className="panel" aria-label={t('progress.label')}>
      <div className="figures">
        <Figure label={t('batch.entered')} lines={entered.count} fen={entered.amountFen} />
        {OUTCOMES.filter((each) => outcome[each].count > 0).map((each) => (
          <Figure key={each} label={t(`state.outcome.${each}`)} lines={outcome[each].count} fen={outcome[each].amountFen} />
        ))}
      </div>
      {batch.state !== 'settled' && <Stages stages={progress?.stages ?? []} />}
      {batch.state !== 'settled' && <Badge status={live ? 'processing' : 'default'} text={t(live ? 'progress.live' : 'progress.not-live')} />}
    </section>
  );
}

/** How far each stage is; one that has nothing to do yet is left out. */
export function Stages({ stages }: { stages: BatchProgress['stages'] }) {
  const { t } = useTranslation();
  const begun = stages.filter(({ total }) => total > 0);
  if (begun.length === 0) return null;
  return (
    <div className="stages">
      {begun.map(({ stage, done, total, unit }) => (
        <div key={stage} className="stage">
          <span>{t(`progress.stage.${stage}`)}</span>
          <Progress
            percent={Math.floor((done * 100) / total)}
            size="small"
            aria-label={t(`progress.stage.${stage}`)}
            format={() => t(`progress.unit.${unit}`, { done: count(done), total: count(total) })}
          />
        </div>
      ))}
    </div>
  );
}

function Figure({ label, lines, fen }: { label: string; lines: number; fen: string }) {
  const { t } = useTranslation();
  return (
    <div className="figure">
      <span className="secondary">{label}</span>
      <strong className="amount">{t('count.lines', { count: lines, text: count(lines) })}</strong>
      <span className="amount">{yuan(fen)}</span>
    </div>
  );
}
