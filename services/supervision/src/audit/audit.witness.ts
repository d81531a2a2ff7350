import { Injectable } from '@nestjs/common';
import { allEvents, type AuditEntry } from '@one-card/contracts';
import { join, sql, type Transaction } from '@one-card/database';
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

  see(message: Received, tx: Transaction): Promise<void> {
    return this.seeAll([message], tx);
  }

  /** All of one partition: one read of the chain's head, and one insert, for as many as share the transaction. */
  override async seeAll(messages: readonly Received[], tx: Transaction): Promise<void> {
    const unheard = await unheardOf(messages, tx);
    const [first] = unheard;
    if (first === undefined) return;
    const { topic, partition } = first;
    const head = await tx.maybe<Head>(sql`
      SELECT entries, hash FROM audit_head WHERE topic = ${topic} AND partition = ${partition} FOR UPDATE`);
    const entries = chainOf(unheard, head?.hash ?? CHAIN_START);
    const last = entries.at(-1);
    if (last === undefined) return;
    const before = BigInt(head?.entries ?? 0);
    const columns = entries.map(
      (entry, at) =>
        sql`(${before + BigInt(at) + 1n}::bigint, ${entry.offset}::bigint, ${entry.eventId}::uuid, ${entry.key}, ${entry.time}, ${entry.bodySha256},
             ${entry.previous}, ${entry.hash})`,
    );
    await tx.execute(sql`
      WITH added AS (
        INSERT INTO audit_entry (topic, partition, number, kafka_offset, event_id, key, time, body_sha256, previous, hash)
        SELECT ${topic}, ${partition}::integer, e.* FROM (VALUES ${join(columns)}) AS e)
      INSERT INTO audit_head (topic, partition, entries, last_offset, hash)
      VALUES (${topic}, ${partition}, ${before + BigInt(entries.length)}, ${last.offset}, ${last.hash})
      ON CONFLICT (topic, partition) DO UPDATE
      SET entries = excluded.entries, last_offset = excluded.last_offset, hash = excluded.hash`);
  }
}

/** What is delivered anew, so that sums can be made anew, stands in its chain already: the record says once that it was heard. */
async function unheardOf(messages: readonly Received[], tx: Transaction): Promise<readonly Received[]> {
  const heard = await tx.query<{ id: string }>(sql`
    SELECT event_id::text AS id FROM audit_entry WHERE event_id = ANY(${messages.map(({ eventId }) => eventId)}::uuid[])`);
  const ids = new Set(heard.map(({ id }) => id));
  return messages.filter(({ eventId }) => !ids.has(eventId));
}

function chainOf(messages: readonly Received[], start: string): AuditEntry[] {
  let previous = start;
  return messages.map(({ topic, partition, offset, eventId, key, headers, payload }) => {
    const time = headers['ce_time'] ?? '';
    const entry = chained({ topic, partition, offset, eventId, type: topic, key, time, bodySha256: sha256(payload), previous });
    previous = entry.hash;
    return entry;
  });
}
