import { Injectable } from '@nestjs/common';
import { OUTCOMES, type Outcome, type ReconciledBatch, type ReconciledLines, type ReconciledPaymentChunk, type Totals } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { decodeCursor, page, type Page } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';

interface Asked {
  limit: number;
  cursor?: string | undefined;
}
interface BatchRow {
  id: string;
  policy_code: string;
  lines: string;
  amount_fen: string;
  outcomes: { outcome: Outcome; lines: string; amount_fen: string }[];
}

/** Payment's side of the comparison with bank, disclosure and supervision: lines of the present revisions, summed from the rows themselves. */
@Injectable()
export class ReconcileService {
  constructor(private readonly database: Database) {}

  async batches({ limit, cursor }: Asked): Promise<Page<ReconciledBatch>> {
    const [after] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [null];
    const rows = await this.database.query<BatchRow>(sql`
      SELECT b.id, b.policy_code, COALESCE(e.lines, 0) AS lines, COALESCE(e.amount_fen, 0) AS amount_fen, COALESCE(o.outcomes, '[]') AS outcomes
      FROM (SELECT * FROM batch WHERE county_code = ${config.countyCode} AND (${after}::uuid IS NULL OR id > ${after}) ORDER BY id LIMIT ${limit + 1}) b
      LEFT JOIN LATERAL (SELECT sum(r.lines) AS lines, sum(r.amount_fen) AS amount_fen FROM roll r WHERE r.batch_id = b.id) e ON true
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('outcome', s.outcome, 'lines', s.lines::text, 'amount_fen', s.amount_fen::text)) AS outcomes
        FROM (
          SELECT outcome, sum(lines) AS lines, sum(amount_fen) AS amount_fen FROM roll_outcome_of_lines WHERE batch_id = b.id GROUP BY outcome) s) o ON true
      ORDER BY b.id`);
    const { items, next } = page(rows, limit, ({ id }) => [id]);
    return { items: items.map(batchOf), next };
  }

  /** A chunk counts as paid what the lines credited in its orders sum to. */
  async chunks(batchId: string, { limit, cursor }: Asked): Promise<Page<ReconciledPaymentChunk>> {
    const [after] = decodeCursor(cursor, z.tuple([z.string()])) ?? ['0'];
    const rows = await this.database.query<ReconciledPaymentChunk & { count: string; fen: string; firstLine: string }>(sql`
      SELECT c.chunk_id AS "chunkId", c.roll_id AS "rollId", r.division_code AS "divisionCode", c.first_line AS "firstLine", c.lines,
             p.count, p.fen
      FROM (
        SELECT * FROM chunk WHERE batch_id = ${batchId} AND NOT superseded AND chunk_no > 0 AND first_line > ${after}::bigint
        ORDER BY first_line
        LIMIT ${limit + 1}) c
      JOIN roll r ON r.id = c.roll_id
      LEFT JOIN LATERAL (
        SELECT count(*) AS count, COALESCE(sum(l.amount_fen), 0) AS fen
        FROM order_chunk k
        JOIN line l ON l.county_code = c.county_code AND l.line >= c.first_line AND l.line < c.first_line + c.lines AND k.credited @> l.line
        WHERE k.chunk_id = c.chunk_id AND k.live) p ON true
      ORDER BY c.first_line`);
    const { items, next } = page(rows, limit, ({ firstLine }) => [String(firstLine)]);
    return {
      items: items.map(({ count, fen, firstLine, ...chunk }) => ({ ...chunk, firstLine: Number(firstLine), paid: totalsOf(count, fen) })),
      next,
    };
  }

  async lines({ from, to }: { from: number; to: number }): Promise<ReconciledLines> {
    const rows = await this.database.query<{ line: string; amount_fen: string }>(sql`
      SELECT l.line, l.amount_fen
      FROM line l
      JOIN chunk c ON c.chunk_id = l.chunk_id AND NOT c.superseded
      JOIN order_chunk k ON k.chunk_id = l.chunk_id AND k.live AND k.credited @> l.line
      WHERE l.county_code = ${config.countyCode} AND l.line BETWEEN ${from} AND ${to}
      ORDER BY l.line`);
    return { line: rows.map(({ line }) => Number(line)), amountFen: rows.map(({ amount_fen }) => amount_fen) };
  }
}

const totalsOf = (count: string, amountFen: string): Totals => ({ count: Number(count), amountFen });

/** What is of no other outcome is under way. */
function batchOf({ id, policy_code, lines, amount_fen, outcomes }: BatchRow): ReconciledBatch {
  const known = new Map(outcomes.map((each) => [each.outcome, totalsOf(each.lines, each.amount_fen)]));
  const rest = [...known.values()].reduce((left, { count, amountFen }) => ({ count: left.count - count, fen: left.fen - BigInt(amountFen) }), {
    count: Number(lines),
    fen: BigInt(amount_fen),
  });
  known.set('underWay', totalsOf(String(rest.count), String(rest.fen)));
  const outcome = Object.fromEntries(OUTCOMES.map((one) => [one, known.get(one) ?? totalsOf('0', '0')])) as ReconciledBatch['outcome'];
  return { batchId: id, policyCode: policy_code, entered: totalsOf(lines, amount_fen), outcome };
}
