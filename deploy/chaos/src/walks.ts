import {
  adjudicate,
  allRolls,
  approve,
  inParallel,
  openBatch,
  order,
  reviewRolls,
  type Run,
  type RunBatch,
  settled,
  uploadRolls,
  walk,
} from '@one-card/demo';
import type { Injector } from './injector';

const SECOND = 1000;

/** The run's own batches side by side, but what supplements another only after that is paid. */
export async function walkOwn(run: Run, batches: readonly RunBatch[], injector: Injector): Promise<void> {
  for (const turn of [batches.filter(({ plan }) => !plan.after), batches.filter(({ plan }) => plan.after)]) {
    if (turn.length === 0) continue;
    await inParallel(1, turn, (batch) => openBatch(run.people, run.county, batch));
    await injector.during(() => walk(run, turn));
  }
}

/** Further batches one after the other, until the last kill is done; the last of them waits for it with its lines approved. */
export async function walkFurther(run: Run, batches: readonly RunBatch[], injector: Injector): Promise<RunBatch[]> {
  const walked: RunBatch[] = [];
  for (const batch of batches) {
    if (injector.isDone) break;
    const isLast = batch === batches.at(-1);
    await openBatch(run.people, run.county, batch);
    await injector.during(() => run.stages.time('further batches', batch.lines, () => walkStanding(run, batch, isLast ? injector : undefined)));
    walked.push(batch);
  }
  return walked;
}

/** A batch whose notice stands: no window has to pass. */
async function walkStanding(run: Run, batch: RunBatch, waitFor: Injector | undefined): Promise<void> {
  await uploadRolls(run, [batch]);
  await allRolls(run, batch, 'checked', ['draft']);
  await adjudicate(run, batch);
  await reviewRolls(run, batch);
  await allRolls(run, batch, 'past its notice', ['ready']);
  await approve(run, batch);
  while (waitFor && !waitFor.isDone) await new Promise((resolve) => setTimeout(resolve, SECOND));
  await order(run, batch);
  await settled(run, batch);
}
