import { v7 as uuidv7 } from 'uuid';
import { GROUP } from './groups';
import { Fixture, eventually } from './spec/fixture';
import type { Member } from './spec/member';
import { step, thing, work } from './spec/sample';

describe('small messages that wait in one partition', () => {
  let given: Fixture;
  let member: Member;
  const outcomes: string[] = [];

  beforeAll(async () => {
    given = await Fixture.create();
    const twice = uuidv7();
    for (let no = 0; no < 200; no++) await given.publisher.publish(work, { key: 'plain', no });
    for (const no of [0, 1, 1, 2]) await given.publisher.publish(work, { key: 'double', no }, no === 1 ? { id: twice } : {});
    for (let no = 0; no < 6; no++) await given.publisher.publish(work, { key: 'mixed', no, poison: no === 2 });
    for (let no = 0; no < 4; no++) await given.publisher.publish(work, { key: 'waits', no, ...(no === 2 ? { needs: 'late' } : {}) });
    for (let version = 1; version <= 5; version++) await given.publisher.publish(step, { id: 'state', version, poison: version === 3 });
    member = await given.member();
    member.transport.figures.onMessage(({ outcome }) => outcomes.push(outcome));
  });

  afterAll(async () => {
    await member.stop();
    await given.stop();
  });

  it('share transactions, and each counts once, in its order, whatever stands between them', async () => {
    await eventually(async () => expect((await given.heard('waits')).map(({ no }) => no)).toEqual([0, 1]));
    await given.publisher.publish(thing, { id: 'late', version: 1, name: 'here now' });
    await given.hears('waits', [0, 1, 2, 3]);
    await given.hears(
      'plain',
      Array.from({ length: 200 }, (_, no) => no),
    );
    await given.hears('double', [0, 1, 2]);
    await given.hears('mixed', [0, 1, 3, 4, 5]);
    await given.hears('state', [1, 2]);
    // A fault that passes (a connection that is long in coming) makes one group go one by one: not all of them.
    expect(Math.max(...(await given.shares('plain')))).toBe(GROUP.messages);
  });

  it('leave the poisoned one, and what follows it in a state, as letters', async () => {
    const letters = await member.transport.deadLetters.list();
    const of = (key: string) => letters.filter((letter) => letter.key === key).map(({ reason }) => reason);
    expect(of('mixed')).toEqual(['poison']);
    expect(of('state')).toEqual(['poison', 'parked', 'parked']);
    expect(letters).toHaveLength(4);
  });

  it('are each told to who counts them', async () => {
    const times = (outcome: string) => outcomes.filter((one) => one === outcome).length;
    await eventually(async () => expect([times('duplicate'), times('buried'), times('parked')]).toEqual([1, 2, 2]));
    await eventually(async () => expect(await member.transport.figures.gauges()).toMatchObject({ deadLettersOpen: 4, pool: { limit: 5 } }));
    await eventually(async () => expect((await member.transport.figures.gauges()).outbox.depth).toBe(0));
  });
});
