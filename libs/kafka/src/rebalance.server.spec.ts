import { Fixture, eventually } from './spec/fixture';
import type { Member } from './spec/member';
import { done, work } from './spec/sample';

const KEYS = Array.from({ length: 8 }, (_, at) => `key-${String(at)}`);
/** At least so many, and as many more as it takes until the second member has a share: how fast they are read must not matter. */
const ROUNDS = 60;
/** How far the sender may be ahead: a backlog that grows while the members meet would be read for as long as the test may last. */
const AHEAD = 5;

describe('two members of a group', () => {
  let given: Fixture;
  const members: Member[] = [];

  beforeAll(async () => {
    given = await Fixture.create();
  });

  afterAll(async () => {
    for (const member of members) await member.stop();
    await given.stop();
  });

  it('hand partitions over in the middle of the work: nothing is lost, doubled or out of order', async () => {
    const { messages, tail } = await given.follow(done.type);
    members.push(await given.member({ name: 'first' }));
    let shared = false;
    const sending = (async () => {
      let no = 0;
      for (; no < ROUNDS || !shared; no++) {
        await eventually(async () => expect(await given.count()).toBeGreaterThanOrEqual((no - AHEAD) * KEYS.length));
        await Promise.all(KEYS.map((key) => given.publisher.publish(work, { key, no })));
      }
      return no;
    })();
    await eventually(async () => expect(await given.count()).toBeGreaterThan(20));
    const second = await given.member({ name: 'second' });
    await eventually(async () => expect(await given.count('second')).toBeGreaterThan(20)).finally(() => (shared = true));
    const rounds = await sending;
    await second.stop();
    const numbers = Array.from({ length: rounds }, (_, no) => no);
    for (const key of KEYS) await given.hears(key, numbers);
    await eventually(async () => expect(new Set(messages.map(({ eventId }) => eventId)).size).toBe(KEYS.length * rounds));
    await tail.close();
  }, 240_000);
});
