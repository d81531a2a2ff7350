import type { Consumer } from 'kafkajs';
import { eventually, Fixture } from './spec/fixture';
import { hanging, work } from './spec/sample';

/** Short, or the test would be long; a real consumer is given longer. */
const watchTimes = { everyMs: 200, silentMs: 2_000 };

describe('a consumer that stops reading', () => {
  let given: Fixture;

  beforeEach(async () => {
    given = await Fixture.create();
  });

  afterEach(() => given.stop());

  it('is noticed when nobody resumes its partitions', async () => {
    const member = await given.member({ watchTimes });
    await given.publisher.publish(work, { key: 'read', no: 1 });
    await given.hears('read', [1]);
    const { prefix } = given.place;
    member.transport.unwrap<Consumer>().pause([{ topic: `${prefix}${work.type}` }]);
    await given.publisher.publish(work, { key: 'unread', no: 1 });
    await eventually(async () => expect(String(member.fatal[0])).toContain('1 messages wait in sample.work.v1/'));
    await expect(member.stop()).rejects.toThrow('are not read');
  });

  it('is noticed when a handler never ends', async () => {
    const member = await given.member({ watchTimes });
    await given.publisher.publish(work, { key: 'hangs', no: 1, hangs: true });
    await eventually(async () => expect(String(member.fatal[0])).toContain('a handler of sample.work.v1 does nothing more'));
    expect(await given.heard('hangs')).toEqual([]);
    hanging.release();
    await expect(member.stop()).rejects.toThrow('does nothing more');
  });
});
