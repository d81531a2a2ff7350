import type { EventDefinition } from '@one-card/contracts';
import { type Database, isTransient, sql, type Transaction } from '@one-card/database';
import type { ConsumerContext } from './consumes';
import { bury, lockKey, park } from './dead-letters';
import type { MessageObservation } from './figures';
import { metaOf, type Received } from './message';
import { keepReplica } from './replicas';
import { inThreadOf } from './thread';
import type { Witness } from './witness';

/** What this service does with one topic. */
export interface Route {
  readonly event: EventDefinition;
  readonly replica: boolean;
  readonly handle: ((payload: unknown, context: ConsumerContext) => Promise<void>) | undefined;
}

export type Outcome = 'handled' | 'duplicate' | 'parked' | 'buried';

/** A delivery that has begun and not ended: what a watch looks at. */
export interface Underway {
  readonly topic: string;
  tx: Transaction | undefined;
}

/** Carries events from Kafka into the database, exactly once: inbox rows, handlers and outbox rows are one transaction. */
export class Delivery {
  readonly routes = new Map<string, Route>();
  readonly underway = new Set<Underway>();
  private readonly listeners: ((observation: MessageObservation) => void)[] = [];

  constructor(
    private readonly database: Database,
    /** consumer group, and so the name of the topic of dead letters: `<service>.dlq` */
    readonly service: string,
    private readonly witness?: Witness,
  ) {}

  onMessage(listener: (observation: MessageObservation) => void): void {
    this.listeners.push(listener);
  }

  /** Throws only what may pass by waiting: the caller tries again later. Whatever else fails becomes a dead letter. */
  async deliver(message: Received): Promise<Outcome> {
    const [outcome] = await this.observed([message], () => this.enterOrBury(message));
    return outcome ?? 'handled';
  }

  /**
   * Several messages of one partition in one transaction, in their order. Undefined: something in it failed, nothing of it happened, and only one
   * by one can tell poison, what is parked behind it, and what has to wait, from the good ones.
   */
  async deliverTogether(messages: readonly Received[]): Promise<Outcome[] | undefined> {
    try {
      return await this.observed(messages, () => this.inTransaction(messages, (tx) => this.enterTogether(tx, messages)));
    } catch {
      return undefined;
    }
  }

  private async enterOrBury(message: Received): Promise<Outcome[]> {
    return inThreadOf(message, async () => {
      try {
        return [await this.inTransaction([message], (tx) => this.enter(tx, message))];
      } catch (error) {
        if (isTransient(error)) throw error;
        return [await this.database.transaction((tx) => bury(tx, this.service, message, error))];
      }
    });
  }

  private async inTransaction<T>(messages: readonly Received[], work: (tx: Transaction) => Promise<T>): Promise<T> {
    const entry: Underway = { topic: messages[0]?.topic ?? '', tx: undefined };
    this.underway.add(entry);
    try {
      return await this.database.transaction((tx) => {
        entry.tx = tx;
        return work(tx);
      });
    } finally {
      this.underway.delete(entry);
    }
  }

  private async observed(messages: readonly Received[], work: () => Promise<Outcome[]>): Promise<Outcome[]> {
    const begin = performance.now();
    const outcomes = await work();
    const seconds = (performance.now() - begin) / 1_000 / messages.length;
    for (const [at, outcome] of outcomes.entries()) {
      const topic = messages[at]?.topic ?? '';
      for (const listener of this.listeners) listener({ topic, outcome, seconds });
    }
    return outcomes;
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

  /** An event id that comes twice in the group is fresh at its first place only. */
  private async enterTogether(tx: Transaction, messages: readonly Received[]): Promise<Outcome[]> {
    const fresh = await this.freshOf(tx, messages);
    const heard = messages.filter((message) => fresh.has(message));
    await this.witness?.seeAll(heard, tx);
    for (const message of heard) await inThreadOf(message, () => this.process(tx, message));
    return messages.map((message) => (fresh.has(message) ? 'handled' : 'duplicate'));
  }

  private async freshOf(tx: Transaction, messages: readonly Received[]): Promise<Set<Received>> {
    const topic = messages[0]?.topic ?? '';
    const ordered = this.routeOf({ topic }).event.kind === 'state';
    const { entered, blocked } = await tx.one<{ entered: string[]; blocked: boolean }>(sql`
      WITH entered AS (
        INSERT INTO inbox (event_id, topic)
        SELECT event_id, ${topic} FROM unnest(${messages.map(({ eventId }) => eventId)}::uuid[]) AS event_id
        ON CONFLICT DO NOTHING
        RETURNING event_id)
      SELECT ARRAY(SELECT event_id::text FROM entered) AS entered,
             ${ordered}::boolean AND EXISTS (
               SELECT FROM dead_letter
               WHERE topic = ${topic} AND key = ANY(${messages.map(({ key }) => key)}::text[]) AND redriven_at IS NULL) AS blocked`);
    if (blocked) throw new Error('a key of the group stands behind a dead letter');
    // A duplicate may have waited for the transaction that buried it, and `blocked` is older than that.
    if (ordered && entered.length < messages.length) throw new Error('a state of the group was here before');
    const left = new Set(entered);
    const fresh = new Set(messages.filter(({ eventId }) => left.delete(eventId)));
    // Taken for a duplicate, a message would be lost: whatever does not add up goes one by one.
    if (left.size > 0) throw new Error('the inbox took an event that is not of the group');
    return fresh;
  }

  /** Also the way of a redriven letter, which has its inbox row already. */
  async handle(tx: Transaction, message: Received): Promise<void> {
    // Before the witness: what breaks the contract is poison, and not heard.
    const payload = this.payloadOf(message);
    await this.witness?.see(message, tx);
    await this.process(tx, message, payload);
  }

  private async process(tx: Transaction, message: Received, payload = this.payloadOf(message)): Promise<void> {
    const route = this.routeOf(message);
    if (route.replica) await keepReplica(tx, message.topic, payload);
    await route.handle?.(payload, { tx, meta: metaOf(message) });
  }

  /** What only the witness reads is recorded byte for byte, and not looked into: its sender has held it to the contract. */
  private payloadOf(message: Received): unknown {
    const { event, replica, handle } = this.routeOf(message);
    return replica || handle ? event.parse(JSON.parse(message.payload.toString())) : undefined;
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
