import { sql } from '@one-card/database';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually, Fixture } from './spec/fixture';
import type { Member } from './spec/member';
import { done, work } from './spec/sample';

describe('a process killed between the commit of an event and the commit of its offset', () => {
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
    for (const no of [1, 2, 3]) await given.publisher.publish(work, { key: 'killed', no });
    const { brokers, prefix, databaseUrl } = given.place;
    const victim = spawn(process.execPath, ['-r', '@swc-node/register', join(__dirname, 'spec/victim.ts'), brokers, prefix, databaseUrl], {
      stdio: 'ignore',
    });
    const [, signal] = (await once(victim, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    // As many as shared its transaction.
    const before = await given.heard();
    expect(before[0]).toMatchObject({ key: 'killed', no: 1, member: 'victim' });
    expect(await given.database.query(sql`SELECT topic FROM outbox`)).toEqual(before.map(() => ({ topic: done.type })));
    expect(messages).toEqual([]);

    survivor = await given.member({ name: 'survivor' });
    await given.hears('killed', [1, 2, 3]);
    expect((await given.heard()).slice(0, before.length)).toEqual(before);
    await eventually(async () => expect(messages.map(({ payload }) => JSON.parse(payload.toString()).no)).toEqual([1, 2, 3]));
    expect(await given.database.query(sql`SELECT topic FROM outbox`)).toEqual([]);
    await tail.close();
  });
});
