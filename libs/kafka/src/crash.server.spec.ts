import { sql } from '@one-card/database';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { groupLag } from './admin';
import { GROUP } from './groups';
import { dismissDead } from './predecessors';
import { eventually, Fixture } from './spec/fixture';
import { type Member, SERVICE } from './spec/member';
import { done, work } from './spec/sample';

/** More than go into one transaction: the victim dies after its first. */
const NUMBERS = Array.from({ length: GROUP.messages + 8 }, (_, no) => no);

describe('a process killed between the commit of a group of events and the commit of its offset', () => {
  let given: Fixture;
  let survivor: Member | undefined;

  beforeAll(async () => {
    given = await Fixture.create();
  });

  afterAll(async () => {
    await survivor?.stop();
    await given.stop();
  });

  it('leaves its work done once, and its outbox to whoever comes next', async () => {
    const { messages, tail } = await given.follow(done.type);
    const sent = () => messages.map(({ payload }) => (JSON.parse(payload.toString()) as { no: number }).no);
    for (const no of NUMBERS) await given.publisher.publish(work, { key: 'killed', no });
    await killed(given);
    const before = await given.heard();
    expect(before).toEqual(NUMBERS.slice(0, GROUP.messages).map((no) => expect.objectContaining({ key: 'killed', no, member: 'victim' })));
    expect(await given.shares('killed')).toEqual([GROUP.messages]);
    expect(await given.database.query(sql`SELECT topic FROM outbox`)).toEqual(before.map(() => ({ topic: done.type })));
    // Nothing of it is known to Kafka: all of it is delivered again.
    expect((await groupLag(given.place.brokers, `${given.place.prefix}${SERVICE}`)).lag).toBeGreaterThanOrEqual(NUMBERS.length);
    expect(sent()).toEqual([]);

    // The group would wait for the victim until its session ends; who lives stays.
    expect(await dismissDead(given.place, SERVICE)).toHaveLength(1);
    survivor = await given.member({ name: 'survivor' });
    await eventually(async () => expect(survivor?.transport.isReady).toBe(true));
    expect(await dismissDead(given.place, SERVICE)).toEqual([]);
    await given.hears('killed', NUMBERS);
    expect((await given.heard()).slice(0, before.length)).toEqual(before);
    await eventually(async () => expect(sent()).toEqual(NUMBERS));
    expect(await given.database.query(sql`SELECT count(*)::int AS entered FROM inbox`)).toEqual([{ entered: NUMBERS.length }]);
    await eventually(async () => expect(await given.database.query(sql`SELECT topic FROM outbox`)).toEqual([]));
    await tail.close();
    // The process that dies compiles its sources first.
  }, 240_000);
});

/** Runs a member in a process of its own until it kills itself. */
async function killed({ place: { brokers, prefix, databaseUrl } }: Fixture): Promise<void> {
  const victim = spawn(process.execPath, ['-r', '@swc-node/register', join(__dirname, 'spec/victim.ts'), brokers, prefix, databaseUrl], {
    stdio: 'ignore',
  });
  const [, signal] = (await once(victim, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}
