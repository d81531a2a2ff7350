import { Database, sql } from '@one-card/database';
import { OutboxRelay } from './relay';
import { eventually, Fixture } from './spec/fixture';
import { SERVICE } from './spec/member';
import { done, thing } from './spec/sample';
import type { Received } from './message';

describe('the relay of the outbox', () => {
  let given: Fixture;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    given = await Fixture.create();
  });

  afterAll(async () => {
    for (const end of ends) await end();
    await given.stop();
  });

  const startRelay = async (): Promise<{ database: Database; relay: OutboxRelay }> => {
    const database = await Database.open({ url: given.place.databaseUrl });
    const relay = new OutboxRelay({ ...given.place, service: SERVICE, database });
    relay.start();
    ends.push(async () => {
      await relay.stop();
      await database.close();
    });
    return { database, relay };
  };

  const publish = (database: Database, key: string, numbers: readonly number[]) =>
    database.transaction(async (tx) => {
      for (const no of numbers) await tx.publish(done, { key, no });
    });

  const numbersOf = (messages: readonly Received[], key: string): number[] =>
    messages.filter((message) => message.key === key).map(({ payload }) => (JSON.parse(payload.toString()) as { no: number }).no);

  const emptied = () => eventually(async () => expect(await given.database.query(sql`SELECT id FROM outbox`)).toEqual([]));

  it('sends what it finds at its start, though nobody nudges it', async () => {
    const { messages, tail } = await given.follow(done.type);
    await publish(given.database, 'left over', [1, 2, 3]);
    await startRelay();
    await eventually(async () => expect(numbersOf(messages, 'left over')).toEqual([1, 2, 3]));
    await emptied();
    await tail.close();
  });

  it('sends a row that becomes visible after a younger one', async () => {
    const { messages, tail } = await given.follow(done.type);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let wrote: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (wrote = resolve));
    const slow = given.database.transaction(async (tx) => {
      await tx.publish(done, { key: 'slow', no: 1 });
      wrote();
      await held;
    });
    await written;
    await publish(given.database, 'fast', [2]);
    await eventually(async () => expect(numbersOf(messages, 'fast')).toEqual([2]));
    expect(numbersOf(messages, 'slow')).toEqual([]);
    release();
    await slow;
    await eventually(async () => expect(numbersOf(messages, 'slow')).toEqual([1]));
    await tail.close();
  });

  it('sends messages near the limit among small ones, in order', async () => {
    const { messages, tail } = await given.follow(thing.type);
    const sizes = [1_000_000, 10, 700_000, 700_000, 10, 1_000_000];
    await given.database.transaction(async (tx) => {
      for (const [at, size] of sizes.entries()) await tx.publish(thing, { id: 'large', version: at + 1, name: 'n'.repeat(size) });
    });
    await eventually(async () => expect(messages).toHaveLength(sizes.length));
    expect(messages.map(({ payload }) => (JSON.parse(payload.toString()) as { version: number }).version)).toEqual([1, 2, 3, 4, 5, 6]);
    await tail.close();
  });

  it('works in one process at a time, and passes to another when that one stops', async () => {
    const { messages, tail } = await given.follow(done.type);
    const { database, relay } = await startRelay();
    await startRelay();
    const rounds = Array.from({ length: 40 }, (_, no) => no);
    for (const no of rounds) {
      await publish(database, 'handover', [no]);
      if (no === 20) await ends[0]?.();
    }
    await eventually(async () => expect(numbersOf(messages, 'handover')).toEqual(rounds));
    ends.shift();
    await emptied();
    expect(relay.trouble).toBeUndefined();
    await tail.close();
  });
});
