import { Injectable } from '@nestjs/common';
import type { paymentOrchestrationApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { type Actor, decodeCursor, page, requirePost } from '@one-card/service';
import { z } from 'zod';
import { COUNTY_READERS } from '../batch/access';
import { config } from '../config';
import { LINE_COLUMNS, type LineRow, lineViewOf } from './line.view';

type Query = z.output<typeof paymentOrchestrationApi.accountQuery>;
type Row = LineRow & { policy_name: string; seq: number; period_from: string; period_to: string };

/** Who is paid to one account, over all batches: for those whose business is the whole county. */
@Injectable()
export class AccountLines {
  constructor(private readonly database: Database) {}

  async page({ account, limit, cursor }: Query, actor: Actor) {
    requirePost(actor, [...COUNTY_READERS]);
    const [before] = decodeCursor(cursor, z.tuple([z.int()])) ?? [Number.MAX_SAFE_INTEGER];
    // Materialized: for a page in order the planner would read the table backwards by its key, where an account's lines are few and far between.
    const rows = await this.database.query<Row>(sql`
      WITH taken AS MATERIALIZED (
        SELECT l.line
        FROM line l
        JOIN chunk c ON c.chunk_id = l.chunk_id AND NOT c.superseded
        WHERE l.county_code = ${config.countyCode} AND l.account = ${account}::bigint)
      SELECT l.*, b.policy_name, b.seq, b.period_from, b.period_to
      FROM (SELECT line AS no FROM taken WHERE line < ${before} ORDER BY line DESC LIMIT ${limit + 1}) t
      JOIN LATERAL (
        SELECT ${LINE_COLUMNS} FROM line_state WHERE county_code = ${config.countyCode} AND line = t.no) l ON true
      JOIN batch b ON b.id = l.batch_id
      ORDER BY t.no DESC`);
    const { items, next } = page(rows, limit, ({ line }) => [Number(line)]);
    return { next, items: items.map(viewOf) };
  }
}

const viewOf = (row: Row) => ({
  ...lineViewOf(row),
  ...{ batchId: row.batch_id, policyName: row.policy_name, seq: row.seq, periodFrom: row.period_from, periodTo: row.period_to },
});
