import { mistakeNames, type MistakeName } from './mistakes';
import { Worker } from './worker';

jest.mock('uuid', () => ({ ...jest.requireActual<object>('uuid'), v7: () => jest.requireActual<typeof import('./ids')>('./ids').v7() }));

/** The first seed that finds each mistake, and by which rule (docs/simulation.md). */
const FOUND: Readonly<Record<MistakeName, { seed: number; by: string }>> = {
  'offset-before-commit': { seed: 1, by: '' },
  'publish-after-commit': { seed: 1, by: '' },
  'resend-under-new-id': { seed: 1, by: '' },
  'no-inbox': { seed: 1, by: '' },
  'reserve-read-then-write': { seed: 1, by: '' },
};
const SEEDS = 12;

describe('many interleavings of all services', () => {
  let worker: Worker;

  beforeAll(async () => {
    const { sharedPostgres } = await import('@one-card/testing');
    worker = await Worker.start(sharedPostgres(), `sim_test_${String(process.pid)}`);
  }, 120_000);

  afterAll(() => worker?.stop(), 60_000);

  it('keep every invariant', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) expect(await worker.run(seed)).toMatchObject({ seed, broken: undefined });
  }, 300_000);

  it('are the same again for the same seed', async () => {
    const [first, , again] = [await worker.run(7), await worker.run(8), await worker.run(7)];
    expect(again.traceHash).toBe(first.traceHash);
    expect(again.steps).toBe(first.steps);
  }, 120_000);

  it.each(mistakeNames)(
    'find %s',
    async (mistake) => {
      const { seed, by } = FOUND[mistake];
      const { broken } = await worker.run(seed, mistake);
      expect(broken?.invariant).toBe(by);
    },
    120_000,
  );
});
