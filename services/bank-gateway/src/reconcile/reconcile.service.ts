import { Injectable } from '@nestjs/common';
import type { ReconciledLines, Totals } from '@one-card/contracts';
import { Database, type Sql, sql } from '@one-card/database';
import { config } from '../config';

interface Range {
  from: number;
  to: number;
}

/** What the banks have answered as credited, from the answers themselves: the highest sequence of an instruction counts. */
@Injectable()
export class ReconcileService {
  constructor(private readonly database: Database) {}

  async blocks(bounds: readonly number[]): Promise<Totals[]> {
    const rows = await this.database.query<{ block: number; count: string; fen: string }>(sql`
      SELECT width_bucket(line, ${bounds}::bigint[]) AS block, count(*) AS count, sum(amount_fen) AS fen
      FROM (${credited({ from: bounds[0] ?? 1, to: (bounds.at(-1) ?? 1) - 1 })}) c
      GROUP BY 1`);
    const known = new Map(rows.map(({ block, count, fen }) => [block, { count: Number(count), amountFen: fen }]));
    return bounds.slice(0, -1).map((_, at) => known.get(at + 1) ?? { count: 0, amountFen: '0' });
  }

  async lines(range: Range): Promise<ReconciledLines> {
    const rows = await this.database.query<{ line: string; amount_fen: string }>(sql`${credited(range)} ORDER BY line`);
    return { line: rows.map(({ line }) => Number(line)), amountFen: rows.map(({ amount_fen }) => amount_fen) };
  }
}

const credited = ({ from, to }: Range): Sql => sql`
  SELECT i.line, i.amount_fen
  FROM instruction i
  JOIN (
    SELECT DISTINCT ON (line, attempt) line, attempt, state
    FROM answer
    WHERE county_code = ${config.countyCode} AND line BETWEEN ${from} AND ${to}
    ORDER BY line, attempt, sequence DESC) a ON a.line = i.line AND a.attempt = i.attempt AND a.state = 'credited'
  WHERE i.county_code = ${config.countyCode} AND i.line BETWEEN ${from} AND ${to}`;
