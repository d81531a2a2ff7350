import { Backpressure } from './backpressure';
import { eventually, Fixture } from './spec/fixture';
import { SERVICE } from './spec/member';
import { work } from './spec/sample';

describe('back-pressure', () => {
  let given: Fixture;

  beforeAll(async () => {
    given = await Fixture.create();
  });

  afterAll(() => given.stop());

  it('says no room while the outbox is full or a reader is behind, and room again afterwards', async () => {
    const read = { ...work, readBy: [SERVICE, 'nobody'] };
    const pressure = new Backpressure({ ...given.place, database: given.database, outboxLimit: 2, lagLimit: 2 });
    await given.database.transaction(async (tx) => {
      for (let no = 0; no < 3; no++) await tx.publish(work, { key: 'unsent', no });
    });
    expect(await pressure.hasRoomFor(read)).toBe(false);
    await expect(pressure.demandOutbox()).rejects.toThrow('3 messages wait in the outbox');

    const member = await given.member();
    await given.hears('unsent', [0, 1, 2]);
    await eventually(async () => expect(await pressure.hasRoomFor(read)).toBe(true));
    await member.stop();
    for (let no = 0; no < 4; no++) await given.publisher.publish(work, { key: 'unread', no });
    await eventually(async () => expect(await pressure.hasRoomFor(read)).toBe(false));
  });

  it('has room for what was never said', async () => {
    const unknown = { ...work, type: 'sample.unknown.v1', readBy: [SERVICE] };
    expect(await new Backpressure({ ...given.place, database: given.database }).hasRoomFor(unknown)).toBe(true);
  });
});
