import type { Transaction } from '@one-card/database';
import { type PartitionLag, Watch, type Watched } from './watch';

/** A consumer of which each fact can be set; the watch looks when told. */
function consumer(facts: { working?: boolean; lag?: PartitionLag[] | Error; resting?: boolean; busy?: boolean; readAt?: number }) {
  const stalls: string[] = [];
  const tx = {} as Transaction;
  const watched: Watched = {
    database: { isWorking: () => Promise.resolve(facts.working ?? true) },
    underway: { *[Symbol.iterator]() { if (facts.busy === true) yield { topic: 'work', tx }; } }, // prettier-ignore
    stateOf: () => ({ resting: facts.resting ?? false, readAt: facts.readAt ?? 0 }),
    measure: () => (facts.lag instanceof Error ? Promise.reject(facts.lag) : Promise.resolve(facts.lag ?? [])),
    onStall: (why) => stalls.push(why),
  };
  const watch = new Watch(watched, { everyMs: 1_000_000, silentMs: 0 });
  return { facts, stalls, watch };
}

const behind: PartitionLag[] = [{ topic: 'work', partition: 1, lag: 7 }];

describe('the watch over a consumer', () => {
  it('calls a handler stuck that does nothing more, and not one that works', async () => {
    const { facts, stalls, watch } = consumer({ busy: true, working: true, lag: behind });
    await watch.look();
    await watch.look();
    expect(stalls).toEqual([]);
    facts.working = false;
    await watch.look();
    expect(stalls).toEqual(['a handler of work does nothing more']);
  });

  it('calls it stuck when messages wait and nobody reads them', async () => {
    const { stalls, watch } = consumer({ lag: behind });
    await watch.look();
    expect(stalls).toEqual(['7 messages wait in work/1 and are not read']);
    expect(watch.lag).toEqual(behind);
  });

  it.each([
    ['nothing waits', { lag: [{ topic: 'work', partition: 1, lag: 0 }] }],
    ['the partition rests', { lag: behind, resting: true }],
    ['the broker is away', { lag: new Error('ECONNREFUSED') }],
    ['something is read meanwhile', { lag: behind, readAt: Infinity }],
  ])('holds nothing against it while %s', async (_, facts) => {
    const { stalls, watch } = consumer(facts);
    for (let looks = 0; looks < 3; looks++) await watch.look();
    expect(stalls).toEqual([]);
  });
});
