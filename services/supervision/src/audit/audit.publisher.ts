import { Injectable } from '@nestjs/common';
import { type AuditEntry, auditChunk } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { BackgroundWork } from '@one-card/service';
import { config } from '../config';

const SWEEP_MS = 300;
const ENTRIES_AT_ONCE = 1_000;

/** Hands the growth of each chain on to regulators, many entries in one message: not one message for each that was heard. */
@Injectable()
export class AuditPublisher extends BackgroundWork {
  constructor(private readonly database: Database) {
    super({ name: 'publishing of audit entries', sweepMs: SWEEP_MS });
  }

  protected async work(): Promise<boolean> {
    const grown = await this.database.query<{ topic: string; partition: number }>(sql`
      SELECT h.topic, h.partition
      FROM audit_head h
      LEFT JOIN audit_published p USING (topic, partition)
      WHERE h.entries > COALESCE(p.number, 0)`);
    let more = false;
    for (const chain of grown) more = (await this.database.transaction((tx) => this.publish(tx, chain))) || more;
    return more;
  }

  private async publish(tx: Transaction, { topic, partition }: { topic: string; partition: number }): Promise<boolean> {
    await tx.lock('audit', topic, partition);
    const published = await tx.maybe<{ number: string }>(sql`SELECT number FROM audit_published WHERE topic = ${topic} AND partition = ${partition}`);
    const entries = await tx.query<AuditEntry & { number: string }>(sql`
      SELECT number, topic, partition, kafka_offset::text AS "offset", event_id AS "eventId", topic AS type, key, time, body_sha256 AS "bodySha256", previous, hash
      FROM audit_entry
      WHERE topic = ${topic} AND partition = ${partition} AND number > ${published?.number ?? 0}
      ORDER BY number
      LIMIT ${ENTRIES_AT_ONCE}`);
    const last = entries.at(-1);
    if (last === undefined) return false;
    await tx.publish(auditChunk, { countyCode: config.countyCode, topic, partition, entries: entries.map(({ number: _, ...entry }) => entry) });
    await tx.execute(sql`
      INSERT INTO audit_published (topic, partition, number)
      VALUES (${topic}, ${partition}, ${last.number})
      ON CONFLICT (topic, partition) DO UPDATE SET number = excluded.number`);
    return entries.length === ENTRIES_AT_ONCE;
  }
}
