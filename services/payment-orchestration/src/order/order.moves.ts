import type { BatchRow } from '../batch/batch.row';
import { batchSteps, stepsBeforeApplication } from '../batch/chain';

/** What the batch's state table looks at when finance acts: reviews are over, so nothing of them counts. */
export function moveOf(batch: BatchRow, actor: string) {
  return {
    actor,
    enteredBy: [],
    approvedBy: [],
    digest: null,
    digestSeen: null,
    step: batch.step,
    steps: batchSteps(batch.chain),
    beforeApplication: stepsBeforeApplication(batch.chain),
    everyRollReady: true,
    resume: null,
  };
}
