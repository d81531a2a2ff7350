import { Injectable } from '@nestjs/common';
import type { ReconciledLines, Totals } from '@one-card/contracts';
import { Database, type Sql, sql } from '@one-card/database';

interface Range {
  from: number;
  to: number;
}

/** What the bank's books say was credited, entry by entry. A line stands in its instruction id (county 6, line 15, attempt 3 digits). */
@Injectable()
export class ReconcileService {
  constructor(private readonly database: Database) {}

  async blocks(bounds: readonly number[]): Promise<Totals[]> {
    const rows = await this.database.query<{ block: number; count: string; fen: string }>(sql`
      SELECT width_bucket(line, ${bounds}::bigint[]) AS block, count(*) AS count, sum(amount_fen) AS fen
      FROM (${entries({ from: bounds[0] ?? 1, to: (bounds.at(-1) ?? 1) - 1 })}) e
      GROUP BY 1`);
    const known = new Map(rows.map(({ block, count, fen }) => [block, { count: Number(count), amountFen: fen }]));
    return bounds.slice(0, -1).map((_, at) => known.get(at + 1) ?? { count: 0, amountFen: '0' });
  }

  /** A line that was credited twice is told twice. */
  async lines(range: Range): Promise<ReconciledLines> {
    const rows = await this.database.query<{ line: string; amount_fen: string }>(sql`${entries(range)} ORDER BY line`);
    return { line: rows.map(({ line }) => Number(line)), amountFen: rows.map(({ amount_fen }) => amount_fen) };
  }
}

const entries = ({ from, to }: Range): Sql => sql`
  SELECT substr(instruction_id, 7, 15)::bigint AS line, amount_fen
  FROM entry
  WHERE substr(instruction_id, 7, 15)::bigint BETWEEN ${from} AND ${to}`;
