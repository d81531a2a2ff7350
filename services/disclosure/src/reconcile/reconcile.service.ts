import { Injectable } from '@nestjs/common';
import type { ReconcileBlocksQuery, ReconciledLines, Totals } from '@one-card/contracts';
import { Database, type Sql, sql } from '@one-card/database';
import { config } from '../config';

interface Range {
  from: number;
  to: number;
  policyCode?: string | undefined;
}

/** What disclosure shows as paid: of a batch in totals, and line by line where the policy's publicity lets it. */
@Injectable()
export class ReconcileService {
  constructor(private readonly database: Database) {}

  async rolls(batchId: string) {
    const rows = await this.database.query<{ roll_id: string; lines: string; amount_fen: string; singly: boolean }>(sql`
      SELECT roll_id, lines, amount_fen, singly FROM roll_sum WHERE county_code = ${config.countyCode} AND batch_id = ${batchId} ORDER BY roll_id`);
    return rows.map(({ roll_id, lines, amount_fen, singly }) => ({ rollId: roll_id, paid: { count: Number(lines), amountFen: amount_fen }, singly }));
  }

  async blocks({ bounds, policyCode }: ReconcileBlocksQuery): Promise<Totals[]> {
    const rows = await this.database.query<{ block: number; count: string; fen: string }>(sql`
      SELECT width_bucket(line, ${bounds}::bigint[]) AS block, count(*) AS count, sum(amount_fen) AS fen
      FROM (${disclosed({ from: bounds[0] ?? 1, to: (bounds.at(-1) ?? 1) - 1, policyCode })}) d
      GROUP BY 1`);
    const known = new Map(rows.map(({ block, count, fen }) => [block, { count: Number(count), amountFen: fen }]));
    return bounds.slice(0, -1).map((_, at) => known.get(at + 1) ?? { count: 0, amountFen: '0' });
  }

  async lines(range: Range): Promise<ReconciledLines> {
    const rows = await this.database.query<{ line: string; amount_fen: string }>(sql`${disclosed(range)} ORDER BY line`);
    return { line: rows.map(({ line }) => Number(line)), amountFen: rows.map(({ amount_fen }) => amount_fen) };
  }
}

const disclosed = ({ from, to, policyCode }: Range): Sql => sql`
  SELECT line, amount_fen
  FROM payment_line
  WHERE county_code = ${config.countyCode} AND line BETWEEN ${from} AND ${to}
    AND (${policyCode ?? null}::text IS NULL OR policy_code = ${policyCode ?? null})`;
