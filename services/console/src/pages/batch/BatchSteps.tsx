import { Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Deadline } from '../../components/Deadline';
import type { BatchView } from '../../data/views';

const ORDER = ['draft', 'issued', 'in-review', 'approved', 'applied', 'funding', 'paying', 'settled'] as const;

/** The life of a batch, and whose turn it is. */
export function BatchSteps({ batch }: { batch: BatchView }) {
  const { t } = useTranslation();
  const at = ORDER.indexOf(batch.state);
  const waits = batch.waitsFor ?? (batch.state === 'applied' ? 'treasury-operator' : null);
  const whose = waits === null ? undefined : t('batch.waits-for', { post: t(`post.${waits}`) });
  const steps = ORDER.map((state, i) => ({
    title: t(`batch.step.${state}`),
    content: i === at && (
      <>
        {whose}
        {batch.dueAt !== null && (
          <div>
            <Deadline dueAt={batch.dueAt} />
          </div>
        )}
      </>
    ),
  }));
  return <Steps className="steps" size="small" current={batch.state === 'settled' ? ORDER.length : at} items={steps} responsive />;
}
