import type { EventDefinition } from '@one-card/contracts';
import { type Database, Transient } from '@one-card/database';
import { KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs';
import { kafkaClient, type KafkaAddress, prefixed } from './client';

export interface BackpressureOptions extends KafkaAddress {
  database: Database;
  /** messages in the outbox above which nothing more is made */
  outboxLimit?: number;
  /** messages that a reader of the event may be behind */
  lagLimit?: number;
}

const LIMITS = { outbox: 500, lag: 500 };
const FRESH_MS = 500;
/** Asking the broker costs a connection: who asks at the same time, or soon after, hears the same answer. */
const LAG_FRESH_MS = 2_000;
const RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 2 };

/** Too much of what this service said is not sent yet: its consumers rest, since what they do would say more. */
export class OutboxFull extends Transient {
  override readonly name = 'OutboxFull';
}

/** Says whether there is room for more: whoever makes much of what others must read asks before each portion, and waits. (docs/decisions/012) */
export class Backpressure {
  private depth = { at: 0, value: 0 };
  private readonly lags = new Map<string, { at: number; asked: Promise<number> }>();

  constructor(private readonly options: BackpressureOptions) {}

  /** For sources: neither the outbox nor a reader of this event is too far behind. A broker that does not answer has no room. */
  async hasRoomFor(event: EventDefinition): Promise<boolean> {
    if (await this.isOutboxFull()) return false;
    const lag = await this.lagOf(event).catch(() => Infinity);
    return lag <= (this.options.lagLimit ?? LIMITS.lag);
  }

  /** For consumers: only the outbox counts. Two services that read each other would wait for each other for ever if lag counted too. */
  async demandOutbox(): Promise<void> {
    if (await this.isOutboxFull()) throw new OutboxFull(`${String(this.depth.value)} messages wait in the outbox`);
  }

  private async isOutboxFull(): Promise<boolean> {
    const limit = this.options.outboxLimit ?? LIMITS.outbox;
    if (Date.now() - this.depth.at > FRESH_MS) {
      const { depth } = await this.options.database.outboxFigures(limit + 1);
      this.depth = { at: Date.now(), value: depth };
    }
    return this.depth.value > limit;
  }

  private lagOf(event: EventDefinition): Promise<number> {
    const known = this.lags.get(event.type);
    if (known !== undefined && Date.now() - known.at < LAG_FRESH_MS) return known.asked;
    const asked = this.askLagOf(event);
    this.lags.set(event.type, { at: Date.now(), asked });
    return asked;
  }

  /** Of the slowest reader that has a place in the topic: who never read it does not hold up anybody. */
  private async askLagOf({ type, readBy }: EventDefinition): Promise<number> {
    const admin = kafkaClient(this.options, 'backpressure', RETRY).admin();
    await admin.connect();
    try {
      const topic = prefixed(this.options, type);
      const ends = await admin.fetchTopicOffsets(topic).catch(noneIfUnknown);
      let value = 0;
      for (const reader of ends.length === 0 ? [] : readBy) {
        const [committed] = await admin.fetchOffsets({ groupId: prefixed(this.options, reader), topics: [topic] });
        const at = new Map(committed?.partitions.filter(({ offset }) => offset !== '-1').map(({ partition, offset }) => [partition, Number(offset)]));
        if (at.size === 0) continue;
        value = Math.max(
          value,
          ends.reduce((sum, { partition, high, low }) => sum + Number(high) - Math.max(Number(low), at.get(partition) ?? 0), 0),
        );
      }
      return value;
    } finally {
      await admin.disconnect();
    }
  }
}

/** What was never said has no topic yet, and nobody can be behind in it. */
function noneIfUnknown(error: unknown): [] {
  const cause: unknown = error instanceof KafkaJSNumberOfRetriesExceeded ? error.cause : error;
  if (cause instanceof KafkaJSProtocolError && cause.type === 'UNKNOWN_TOPIC_OR_PARTITION') return [];
  throw error;
}
