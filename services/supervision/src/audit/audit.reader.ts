import { Injectable } from '@nestjs/common';
import type { AuditEntry, supervisionApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import type { z } from 'zod';
import { verifyChain } from './verify-chain';

export type AuditHead = z.output<typeof supervisionApi.auditHead>;
type Verification = z.output<typeof supervisionApi.auditVerification>;

const PAGE = 2_000;

@Injectable()
export class AuditReader {
  constructor(private readonly database: Database) {}

  heads(): Promise<AuditHead[]> {
    return this.database.query<AuditHead>(sql`
      SELECT topic, partition, entries::int AS entries, last_offset::text AS "lastOffset", hash FROM audit_head ORDER BY topic, partition`);
  }

  /** Every entry, chain after chain, in order; pages, so that memory holds one. */
  async *entries(of: { topic?: string | undefined; partition?: number | undefined } = {}): AsyncGenerator<AuditEntry> {
    for (const { topic, partition } of await this.heads()) {
      if (of.topic !== undefined && topic !== of.topic) continue;
      if (of.partition !== undefined && partition !== of.partition) continue;
      yield* this.chain(topic, partition);
    }
  }

  /** Computes every chain anew and compares it with its head. */
  async verify(): Promise<Verification> {
    const heads = await this.heads();
    const broken: Verification['broken'] = [];
    let entries = 0;
    for (const head of heads) {
      const result = await verifyChain(this.chain(head.topic, head.partition, head.entries));
      entries += result.entries;
      const cut = result.entries !== head.entries || result.hash !== head.hash;
      if (result.broken) broken.push(result.broken);
      else if (cut) broken.push({ topic: head.topic, partition: head.partition, offset: head.lastOffset, why: 'the chain does not end at its head' });
    }
    return { chains: heads.length, entries, broken };
  }

  private async *chain(topic: string, partition: number, upTo?: number): AsyncGenerator<AuditEntry> {
    for (let after = 0; ; after += PAGE) {
      const rows = await this.database.query<AuditEntry>(sql`
        SELECT topic, partition, kafka_offset::text AS "offset", event_id AS "eventId", topic AS type, key, time, body_sha256 AS "bodySha256", previous, hash
        FROM audit_entry
        WHERE topic = ${topic} AND partition = ${partition} AND number > ${after} AND number <= ${upTo ?? Number.MAX_SAFE_INTEGER}
        ORDER BY number
        LIMIT ${PAGE}`);
      yield* rows;
      if (rows.length < PAGE) return;
    }
  }
}
