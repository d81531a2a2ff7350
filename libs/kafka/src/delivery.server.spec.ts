import { withCorrelation } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import { groupLag, waitUntilConsumed } from './admin';
import { Delivery } from './delivery';
import { Replicas } from './replicas';
import { eventually, Fixture } from './spec/fixture';
import type { Member } from './spec/member';
import { done, step, thing, work } from './spec/sample';

describe('a service that consumes events', () => {
  let given: Fixture;
  let member: Member;

  beforeAll(async () => {
    given = await Fixture.create();
    member = await given.member();
  });

  afterAll(async () => {
    await member.stop();
    await given.stop();
  });

  it('handles an event once, and what follows from it leaves through the outbox', async () => {
    const { messages, tail } = await given.follow(done.type);
    await withCorrelation('thread-1', () => given.publisher.publish(work, { key: 'once', no: 1 }));
    await given.hears('once', [1]);
    await eventually(async () => expect(messages.filter(({ key }) => key === 'once')).toHaveLength(1));
    const [fact] = messages;
    expect(fact?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_type: done.type,
      ce_source: '/sample',
      ce_correlationid: 'thread-1',
      'content-type': 'application/json',
    });
    expect(new Date(fact?.headers['ce_time'] ?? '').getTime()).not.toBeNaN();
    expect((await given.heard('once'))[0]?.correlation).toBe('thread-1');
    await tail.close();
  });

  it('does nothing when the same event comes again', async () => {
    const id = uuidv7();
    for (let times = 0; times < 3; times++) await given.publisher.publish(work, { key: 'twice', no: 1 }, { id });
    await given.publisher.publish(work, { key: 'twice', no: 2 });
    await given.hears('twice', [1, 2]);
  });

  it('keeps the order of each key', async () => {
    const numbers = Array.from({ length: 50 }, (_, no) => no);
    for (const no of numbers) await Promise.all(['x', 'y', 'z'].map((key) => given.publisher.publish(work, { key: `order-${key}`, no })));
    for (const key of ['x', 'y', 'z']) await given.hears(`order-${key}`, numbers);
  });

  it('puts poison aside with its cause, leaves nothing of it behind, and goes on with the good ones', async () => {
    const { messages, tail } = await given.follow('sample.dlq');
    for (const no of [1, 2, 3]) await given.publisher.publish(work, { key: 'mixed', no, poison: no === 2 });
    await given.hears('mixed', [1, 3]);
    const letters = (await member.transport.deadLetters.list()).filter(({ key }) => key === 'mixed');
    expect(letters).toMatchObject([{ topic: work.type, reason: 'poison', cause: 'Error: mixed cannot be handled', attempts: 1 }]);
    await eventually(async () => expect(messages.filter(({ key }) => key === 'mixed')).toHaveLength(1));
    expect(messages.find(({ key }) => key === 'mixed')?.headers).toMatchObject({ dlq_topic: work.type, dlq_cause: 'Error: mixed cannot be handled' });
    await tail.close();
  });

  it('takes what breaks its contract, or is no JSON at all, for poison', async () => {
    await given.publisher.publishRaw(work.type, 'broken', Buffer.from('{"key": "broken"}'));
    await given.publisher.publishRaw(work.type, 'broken', Buffer.from('\0 not JSON'));
    await given.publisher.publish(work, { key: 'broken', no: 3 });
    await given.hears('broken', [3]);
    expect((await member.transport.deadLetters.list()).filter(({ key }) => key === 'broken')).toHaveLength(2);
  });

  it('parks what follows poison of the same key on a state topic, and redrives all of it in order', async () => {
    for (const version of [1, 2, 3, 4]) await given.publisher.publish(step, { id: 'parked', version, poison: version === 2 });
    await given.publisher.publish(step, { id: 'other', version: 1, poison: false });
    await given.hears('other', [1]);
    await given.hears('parked', [1]);
    const letters = (await member.transport.deadLetters.list()).filter(({ key }) => key === 'parked');
    expect(letters.map(({ reason }) => reason)).toEqual(['poison', 'parked', 'parked']);

    const id = letters[2]?.id ?? '';
    expect(await member.transport.deadLetters.redrive(id)).toEqual({ redriven: 0, remaining: 3, cause: 'Error: parked cannot be handled' });
    await given.mend('parked');
    expect(await member.transport.deadLetters.redrive(id)).toEqual({ redriven: 3, remaining: 0 });
    expect(await member.transport.deadLetters.redrive(id)).toEqual({ redriven: 0, remaining: 0 });
    await given.publisher.publish(step, { id: 'parked', version: 5, poison: false });
    await given.hears('parked', [1, 2, 3, 4, 5]);
  });

  it('waits for reference data that have not arrived, while other partitions go on', async () => {
    await given.publisher.publish(work, { key: 'waiting', no: 1, needs: 'late' });
    const others = Array.from({ length: 12 }, (_, at) => `free-${String(at)}`);
    for (const key of others) await given.publisher.publish(work, { key, no: 1 });
    // Keys spread over four partitions: three of them are free.
    await eventually(async () => {
      const heard = await Promise.all(others.map(async (key) => (await given.heard(key)).length));
      expect(heard.filter((times) => times === 1).length).toBeGreaterThan(3);
    });
    expect(await given.heard('waiting')).toEqual([]);
    await given.publisher.publish(thing, { id: 'late', version: 1, name: 'here now' });
    await given.hears('waiting', [1]);
    for (const key of others) await given.hears(key, [1]);
    expect((await member.transport.deadLetters.list()).filter(({ key }) => key === 'waiting')).toEqual([]);
  });

  it('tries again as long as the disk is full, and makes no dead letter of it', async () => {
    const tried = jest.spyOn(Delivery.prototype, 'deliver');
    for (const no of [1, 2, 3, 4]) await given.publisher.publish(work, { key: 'full', no, noRoom: no === 2 });
    await eventually(async () => expect(tried.mock.calls.filter(([{ key }]) => key === 'full').length).toBeGreaterThan(4));
    tried.mockRestore();
    expect((await given.heard('full')).map(({ no }) => no)).toEqual([1]);
    await given.mend('full');
    await given.hears('full', [1, 2, 3, 4]);
    expect((await member.transport.deadLetters.list()).filter(({ key }) => key === 'full')).toEqual([]);
  });

  it('keeps the newest version of a replicated state, whatever the order', async () => {
    for (const version of [2, 3, 1]) await given.publisher.publish(thing, { id: 'replica', version, name: `v${String(version)}` });
    await given.publisher.publish(thing, { id: 'replica-end', version: 1, name: 'end' });
    const replicas = new Replicas(member.database);
    await eventually(async () => expect(await replicas.find(thing, 'replica-end')).toBeDefined());
    expect(await replicas.get(thing, 'replica')).toEqual({ id: 'replica', version: 3, name: 'v3' });
    expect((await replicas.all(thing)).map(({ id }) => id)).toContain('replica-end');
    await expect(replicas.get(thing, 'unknown')).rejects.toThrow('sample.thing.v1 unknown has not arrived');
  });

  it('refuses at the sender what breaks the contract', async () => {
    const wrong = { key: 'refused', no: 'one' } as unknown as { key: string; no: number };
    await expect(member.database.transaction((tx) => tx.publish(done, wrong))).rejects.toThrow('expected number');
    await expect(member.database.transaction((tx) => tx.publish(thing, { id: 'x', version: 1, name: 'n'.repeat(1_100_000) }))).rejects.toThrow(
      'more than one message may carry',
    );
  });

  it('tells how far a group has read', async () => {
    const { brokers, prefix } = given.place;
    await given.publisher.publish(work, { key: 'lag', no: 1 });
    await waitUntilConsumed(brokers, `${prefix}${work.type}`);
    await waitUntilConsumed(brokers, `${prefix}${work.type}`, [`${prefix}sample`]);
    expect((await given.heard('lag')).length).toBe(1);
    expect((await groupLag(brokers, `${prefix}sample`)).lag).toBe(0);
    await expect(waitUntilConsumed(brokers, `${prefix}${work.type}`, ['nobody'], { limitMs: 100 })).rejects.toThrow('not read by nobody');
  });
});
