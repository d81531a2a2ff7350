import { sql } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import { bury } from './dead-letters';
import { Delivery } from './delivery';
import type { Received } from './message';
import { eventually, Fixture } from './spec/fixture';
import { SERVICE } from './spec/member';
import { step } from './spec/sample';

const version = (no: number): Received => ({
  eventId: uuidv7(),
  topic: step.type,
  partition: 0,
  offset: String(no),
  key: 'state',
  headers: {},
  payload: Buffer.from(JSON.stringify({ id: 'state', version: no, poison: no === 1 })),
});

describe('a group of states whose first becomes a dead letter elsewhere at the same moment', () => {
  let given: Fixture;

  beforeAll(async () => {
    given = await Fixture.create();
  });

  afterAll(() => given.stop());

  it('does not pass by it: what follows is parked', async () => {
    const handled: unknown[] = [];
    const delivery = new Delivery(given.database, SERVICE);
    delivery.routes.set(step.type, { event: step, replica: false, handle: async (payload) => void handled.push(payload) });
    const [first, second] = [version(1), version(2)];
    const waiting = sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    const together = await given.database.transaction(async (tx) => {
      await bury(tx, SERVICE, first, new Error('poison'));
      const outcomes = delivery.deliverTogether([first, second]);
      await eventually(async () => expect(await given.database.query(waiting)).toHaveLength(1));
      return { outcomes };
    });
    expect(await together.outcomes).toBeUndefined();
    expect(await delivery.deliver(first)).toBe('duplicate');
    expect(await delivery.deliver(second)).toBe('parked');
    expect(handled).toEqual([]);
  });
});
