import { Logger } from '@nestjs/common';
import { addToOutbox, type Database, sql, type Transaction } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import type { Delivery } from './delivery';
import { causeOf } from './errors';
import type { Received } from './message';
import { inThreadOf } from './thread';

export interface DeadLetter {
  id: string;
  eventId: string;
  topic: string;
  key: string;
  /** poison failed by itself; parked waits behind poison of its key */
  reason: 'poison' | 'parked';
  cause: string;
  attempts: number;
  failedAt: Date;
  redrivenAt: Date | null;
}

export interface Redrive {
  redriven: number;
  /** of the same key, still waiting */
  remaining: number;
  /** why it stopped */
  cause?: string;
}

interface LetterRow {
  id: string;
  event_id: string;
  topic: string;
  partition: number;
  kafka_offset: string;
  key: string;
  headers: Record<string, string>;
  payload: Buffer;
}

export const dlqOf = (service: string): string => `${service}.dlq`;
export const lockKey = (tx: Transaction, topic: string, key: string): Promise<void> => tx.lock('dead-letter', topic, key);

const logger = new Logger('DeadLetters');

/** A message that cannot be handled is put aside with its cause, told to `<service>.dlq`, and never tried again by itself. */
export async function bury(tx: Transaction, service: string, message: Received, error: unknown): Promise<'buried' | 'duplicate'> {
  const cause = causeOf(error);
  await lockKey(tx, message.topic, message.key);
  const entered = await tx.execute(sql`INSERT INTO inbox (event_id, topic) VALUES (${message.eventId}, ${message.topic}) ON CONFLICT DO NOTHING`);
  if (entered === 0) return 'duplicate';
  await keep(tx, message, 'poison', cause);
  await addToOutbox(tx, {
    eventId: uuidv7(),
    topic: dlqOf(service),
    key: message.key,
    headers: { ...message.headers, dlq_topic: message.topic, dlq_partition: String(message.partition), dlq_offset: message.offset, dlq_cause: cause },
    payload: message.payload,
  });
  logger.error(`dead letter: ${message.topic} ${String(message.partition)}/${message.offset} event ${message.eventId}: ${cause}`);
  return 'buried';
}

/** On a state topic the order of a key is part of its meaning: what follows poison waits behind it. */
export async function park(tx: Transaction, message: Received): Promise<void> {
  await keep(tx, message, 'parked', 'an earlier event of this key is a dead letter');
  logger.warn(`parked behind a dead letter: ${message.topic} ${String(message.partition)}/${message.offset} event ${message.eventId}`);
}

async function keep(tx: Transaction, message: Received, reason: DeadLetter['reason'], cause: string): Promise<void> {
  await tx.execute(sql`
    INSERT INTO dead_letter (event_id, topic, partition, kafka_offset, key, headers, payload, reason, cause)
    VALUES (${message.eventId}, ${message.topic}, ${message.partition}, ${message.offset}, ${message.key},
            ${JSON.stringify(message.headers)}::jsonb, ${message.payload}, ${reason}, ${cause})`);
}

/** What an operator sees of the messages that failed, and how they are tried again. */
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly delivery: Delivery,
  ) {}

  list({ after = '0', limit = 100, redriven = false }: { after?: string; limit?: number; redriven?: boolean } = {}): Promise<DeadLetter[]> {
    return this.database.query<DeadLetter>(sql`
      SELECT id, event_id AS "eventId", topic, key, reason, cause, attempts, failed_at AS "failedAt", redriven_at AS "redrivenAt"
      FROM dead_letter
      WHERE id > ${after} AND (redriven_at IS NOT NULL) = ${redriven}
      ORDER BY id
      LIMIT ${limit}`);
  }

  async count(): Promise<number> {
    const row = await this.database.maybe<{ open: number }>(sql`SELECT count(*)::int AS open FROM dead_letter WHERE redriven_at IS NULL`);
    return row?.open ?? 0;
  }

  /** Tries a letter again through the same handler; on a state topic all of its key, oldest first, up to the first that fails. Undefined: no such letter. */
  async redrive(id: string): Promise<Redrive | undefined> {
    const letter = await this.database.maybe<{ topic: string; key: string }>(sql`SELECT topic, key FROM dead_letter WHERE id = ${id}`);
    if (!letter) return undefined;
    const ordered = this.delivery.routeOf(letter).event.kind === 'state';
    let redriven = 0;
    for (;;) {
      const result = await this.redriveNext(letter.topic, letter.key, ordered ? undefined : id);
      if (result.cause !== undefined || result.done) return this.summary(letter, ordered, redriven, result.cause);
      redriven += 1;
    }
  }

  private async summary({ topic, key }: { topic: string; key: string }, ordered: boolean, redriven: number, cause?: string): Promise<Redrive> {
    const row = await this.database.maybe<{ remaining: number }>(sql`
      SELECT count(*)::int AS remaining FROM dead_letter WHERE topic = ${topic} AND key = ${key} AND redriven_at IS NULL`);
    const remaining = ordered ? (row?.remaining ?? 0) : cause === undefined ? 0 : 1;
    return cause === undefined ? { redriven, remaining } : { redriven, remaining, cause };
  }

  private async redriveNext(topic: string, key: string, only: string | undefined): Promise<{ done: boolean; cause?: string }> {
    let at: string | undefined;
    try {
      at = await this.database.transaction(async (tx) => {
        await lockKey(tx, topic, key);
        const row = await openLetter(tx, topic, key, only);
        if (!row) return undefined;
        at = row.id;
        const message = messageOf(row);
        await inThreadOf(message, () => this.delivery.handle(tx, message));
        await tx.execute(sql`UPDATE dead_letter SET redriven_at = now() WHERE id = ${row.id}`);
        return row.id;
      });
      return { done: at === undefined };
    } catch (error) {
      if (at === undefined) throw error;
      const cause = causeOf(error);
      await this.database.transaction((tx) =>
        tx.execute(sql`UPDATE dead_letter SET attempts = attempts + 1, failed_at = now(), cause = ${cause}, reason = 'poison' WHERE id = ${at}`),
      );
      return { done: true, cause };
    }
  }
}

function openLetter(tx: Transaction, topic: string, key: string, only: string | undefined): Promise<LetterRow | undefined> {
  return tx.maybe<LetterRow>(sql`
    SELECT id, event_id, topic, partition, kafka_offset, key, headers, payload
    FROM dead_letter
    WHERE topic = ${topic} AND key = ${key} AND redriven_at IS NULL AND (${only ?? null}::bigint IS NULL OR id = ${only ?? null}::bigint)
    ORDER BY id
    LIMIT 1
    FOR UPDATE`);
}

const messageOf = (row: LetterRow): Received => ({ ...row, eventId: row.event_id, offset: row.kafka_offset });
