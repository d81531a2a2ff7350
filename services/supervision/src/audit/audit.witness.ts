import { Injectable } from '@nestjs/common';
import { allEvents } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { type Received, Witness } from '@one-card/kafka';
import { CHAIN_START, chained, sha256 } from './audit.rules';

interface Head {
  entries: string;
  hash: string;
}

/** Rule 8: the record only grows. Every message of every other service becomes an entry of its partition's chain, in offset order. */
@Injectable()
export class AuditWitness extends Witness {
  readonly events = allEvents().filter(({ type }) => !type.startsWith('supervision.'));

  async see(message: Received, tx: Transaction): Promise<void> {
    const { topic, partition } = message;
    const head = await tx.maybe<Head>(sql`
      SELECT entries, hash FROM audit_head WHERE topic = ${topic} AND partition = ${partition} FOR UPDATE`);
    const entry = chained({
      topic,
      partition,
      offset: message.offset,
      eventId: message.eventId,
      type: topic,
      key: message.key,
      time: message.headers['ce_time'] ?? '',
      bodySha256: sha256(message.payload),
      previous: head?.hash ?? CHAIN_START,
    });
    const number = BigInt(head?.entries ?? 0) + 1n;
    await tx.execute(sql`
      WITH added AS (
        INSERT INTO audit_entry (topic, partition, number, kafka_offset, event_id, key, time, body_sha256, previous, hash)
        VALUES (${topic}, ${partition}, ${number}, ${entry.offset}, ${entry.eventId}, ${entry.key}, ${entry.time}, ${entry.bodySha256},
                ${entry.previous}, ${entry.hash}))
      INSERT INTO audit_head (topic, partition, entries, last_offset, hash)
      VALUES (${topic}, ${partition}, ${number}, ${entry.offset}, ${entry.hash})
      ON CONFLICT (topic, partition) DO UPDATE
      SET entries = excluded.entries, last_offset = excluded.last_offset, hash = excluded.hash`);
  }
}
