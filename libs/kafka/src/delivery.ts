import type { EventDefinition } from '@one-card/contracts';
import { type Database, isTransient, sql, type Transaction, withCorrelation } from '@one-card/database';
import type { ConsumerContext } from './consumes';
import { bury, lockKey, park } from './dead-letters';
import { metaOf, type Received } from './message';
import { keepReplica } from './replicas';
import type { Witness } from './witness';

/** What this service does with one topic. */
export interface Route {
  readonly event: EventDefinition;
  readonly replica: boolean;
  readonly handle: ((payload: unknown, context: ConsumerContext) => Promise<void>) | undefined;
}

export type Outcome = 'handled' | 'duplicate' | 'parked' | 'buried';

/** Carries one event from Kafka into the database, exactly once: inbox row, handler and outbox rows are one transaction. */
export class Delivery {
  readonly routes = new Map<string, Route>();

  constructor(
    private readonly database: Database,
    /** consumer group, and so the name of the topic of dead letters: `<service>.dlq` */
    readonly service: string,
    private readonly witness?: Witness,
  ) {}

  /** Throws only what may pass by waiting: the caller tries again later. Whatever else fails becomes a dead letter. */
  async deliver(message: Received): Promise<Outcome> {
    return withCorrelation(message.headers['ce_correlationid'], async () => {
      try {
        return await this.database.transaction((tx) => this.enter(tx, message));
      } catch (error) {
        if (isTransient(error)) throw error;
        return this.database.transaction((tx) => bury(tx, this.service, message, error));
      }
    });
  }

  private async enter(tx: Transaction, message: Received): Promise<Outcome> {
    const ordered = this.routeOf(message).event.kind === 'state';
    const { fresh, blocked } = await tx.one<{ fresh: boolean; blocked: boolean }>(sql`
      WITH entered AS (
        INSERT INTO inbox (event_id, topic) VALUES (${message.eventId}, ${message.topic})
        ON CONFLICT DO NOTHING
        RETURNING event_id)
      SELECT EXISTS (SELECT FROM entered) AS fresh,
             ${ordered}::boolean AND EXISTS (
               SELECT FROM dead_letter WHERE topic = ${message.topic} AND key = ${message.key} AND redriven_at IS NULL) AS blocked`);
    if (!fresh) return 'duplicate';
    if (blocked && (await stillBlocked(tx, message))) {
      await park(tx, message);
      return 'parked';
    }
    await this.handle(tx, message);
    return 'handled';
  }

  /** Also the way of a redriven letter, which has its inbox row already. */
  async handle(tx: Transaction, message: Received): Promise<void> {
    const route = this.routeOf(message);
    const payload = route.event.parse(JSON.parse(message.payload.toString()));
    await this.witness?.see(message, tx);
    if (route.replica) await keepReplica(tx, message.topic, payload);
    await route.handle?.(payload, { tx, meta: metaOf(message) });
  }

  routeOf({ topic }: Pick<Received, 'topic'>): Route {
    const route = this.routes.get(topic);
    if (!route) throw new Error(`${this.service} does not read ${topic}`);
    return route;
  }
}

/** A redrive of this key may be ending just now: under its lock the answer is final. */
async function stillBlocked(tx: Transaction, message: Received): Promise<boolean> {
  await lockKey(tx, message.topic, message.key);
  const { blocked } = await tx.one<{ blocked: boolean }>(sql`
    SELECT EXISTS (SELECT FROM dead_letter WHERE topic = ${message.topic} AND key = ${message.key} AND redriven_at IS NULL) AS blocked`);
  return blocked;
}
