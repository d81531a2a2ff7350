import { sharedPostgres } from '@one-card/testing';
import type { SeedResult } from './seed';
import { Worker } from './worker';

jest.mock('uuid', () => ({ ...jest.requireActual<object>('uuid'), v7: () => jest.requireActual<typeof import('./ids')>('./ids').v7() }));

const SEEDS = [1, 2, 3];
/** A seed that finds one of the mistakes (docs/simulation.md has them all). */
const FINDS = { seed: 1, mistake: 'no-inbox' } as const;
const LIMIT_MS = 300_000;

describe('all services under a seeded schedule', () => {
  let worker: Worker;
  const first = new Map<number, SeedResult>();

  beforeAll(async () => {
    worker = await Worker.start(sharedPostgres(), `sim_test_${String(process.pid)}`);
  }, LIMIT_MS);

  afterAll(() => worker?.stop(), LIMIT_MS);

  it.each(SEEDS)(
    'keep every invariant, as seed %i has it',
    async (seed) => {
      const result = await worker.run(seed);
      first.set(seed, result);
      expect(result).toMatchObject({ seed, broken: undefined });
    },
    LIMIT_MS,
  );

  it(
    'go the same way again when a seed is run again',
    async () => {
      const [seed = 1] = SEEDS;
      const again = await worker.run(seed);
      expect({ steps: again.steps, trace: again.trace, hash: again.traceHash }).toEqual({
        steps: first.get(seed)?.steps,
        trace: first.get(seed)?.trace,
        hash: first.get(seed)?.traceHash,
      });
    },
    LIMIT_MS,
  );

  it(
    'are caught when a message that comes twice is handled twice',
    async () => {
      const { broken } = await worker.run(FINDS.seed, FINDS.mistake);
      expect(broken?.invariant).not.toBe('the simulation itself');
      expect(broken).toBeDefined();
    },
    LIMIT_MS,
  );
});
