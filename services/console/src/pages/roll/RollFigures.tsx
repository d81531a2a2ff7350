import { count, yuan } from '@one-card/web';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Outcome, RollView } from '../../data/views';

const OUTCOMES: readonly Outcome[] = ['underWay', 'paid', 'held', 'bounced', 'stopped', 'rejected'];

export function RollFigures({ roll }: { roll: RollView }) {
  const { t } = useTranslation();
  const all = { label: t('batch.entered'), ...roll.entered };
  const shown = OUTCOMES.filter((each) => roll.outcome[each].count > 0).map((each) => ({ label: t(`state.outcome.${each}`), ...roll.outcome[each] }));
  const underway = roll.state === 'matching' || roll.state === 'checking';
  const steps = [
    { stage: 'matched', done: roll.matchedChunks },
    { stage: 'checked', done: roll.screenedChunks },
  ];
  return (
    <section className="panel" aria-label={t('progress.label')}>
      <div className="figures">
        {[all, ...shown].map(({ label, count: lines, amountFen }) => (
          <div key={label} className="figure">
            <span className="secondary">{label}</span>
            <strong className="amount">{t('count.lines', { count: lines, text: count(lines) })}</strong>
            <span className="amount">{yuan(amountFen)}</span>
          </div>
        ))}
      </div>
      {underway && (
        <div className="stages">
          {steps.map(({ stage, done }) => (
            <div key={stage} className="stage">
              <span>{t(`progress.stage.${stage}`)}</span>
              <Progress
                aria-label={t(`progress.stage.${stage}`)}
                percent={roll.chunks === 0 ? 0 : Math.floor((done * 100) / roll.chunks)}
                size="small"
                format={() => t('progress.unit.chunks', { done: count(done), total: count(roll.chunks) })}
              />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
