import { allRolls, adjudicate, approve, order, reviewRolls, type Run, type RunBatch, settled, uploadRolls } from '@one-card/demo';

/** A batch from its upload to the bank's answers, each post acting as soon as it can: what a clerk waits for. */
async function paid(run: Run, batch: RunBatch): Promise<Record<string, number>> {
  const seconds: Record<string, number> = {};
  const step = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const from = performance.now();
    await work();
    seconds[name] = (performance.now() - from) / 1000;
  };
  await step('upload', () => uploadRolls(run, [batch]));
  await step('match and check', () => allRolls(run, batch, 'checked', ['draft']));
  await step('adjudicate', () => adjudicate(run, batch));
  await step('township review', () => reviewRolls(run, batch));
  await step('notice', () => allRolls(run, batch, 'past its notice', ['ready']));
  await step('department and finance', () => approve(run, batch));
  await step('order', () => order(run, batch));
  await step('bank', () => settled(run, batch));
  return seconds;
}

export interface Latency {
  batch: string;
  seconds: number;
  steps: Record<string, number>;
}

/** One batch after the other: the first warms up. */
export async function latencies(run: Run): Promise<Latency[]> {
  const found: Latency[] = [];
  for (const batch of run.batches) {
    const steps = await paid(run, batch);
    const seconds = Object.values(steps).reduce((sum, each) => sum + each, 0);
    run.tell(`${batch.plan.label}: ${seconds.toFixed(2)} s`);
    found.push({ batch: batch.plan.label, seconds, steps });
  }
  return found;
}
