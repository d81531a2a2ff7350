import { Injectable } from '@nestjs/common';
import { type Outcome, type paymentOrchestrationApi, policyVersion, type Reason } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { decodeCursor, page, say } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';
import { stageWords, whereToGo } from './my.rules';

type MyLine = z.output<typeof paymentOrchestrationApi.myLine>;

interface Row {
  line: string;
  beneficiary: string | null;
  policy_code: string;
  policy_name: string;
  department: string;
  period_from: string;
  period_to: string;
  unit: string | null;
  quantity_milli: string;
  rate_fen: string;
  amount_fen: string;
  payee_basis: MyLine['payeeBasis'];
  bank_code: string | null;
  outcome: Outcome;
  reason_code: string | null;
  reasons: Reason[];
  roll_state: string;
  batch_state: string;
  funded_at: Date | null;
}

/** What one recipient is or was to be paid: for themselves, and to their card for another of the household or in their care. */
@Injectable()
export class MyLines {
  constructor(private readonly database: Database) {}

  async of(citizen: string, { limit, cursor }: { limit: number; cursor?: string }) {
    const [before] = decodeCursor(cursor, z.tuple([z.int()])) ?? [Number.MAX_SAFE_INTEGER];
    const rows = await this.database.query<Row>(sql`
      WITH mine AS MATERIALIZED (${linesOf('beneficiary', citizen)} UNION ${linesOf('payee', citizen)})
      SELECT l.line, l.beneficiary, b.policy_code, b.policy_name, b.department, b.period_from, b.period_to, p.doc ->> 'quantityUnit' AS unit,
             l.quantity_milli, l.rate_fen, l.amount_fen, l.payee_basis, l.bank_code, l.outcome, l.reason_code, l.reasons,
             r.state AS roll_state, b.state AS batch_state, o.funded_at
      FROM mine
      JOIN line_state l ON l.county_code = ${config.countyCode} AND l.line = mine.line
      JOIN roll r ON r.id = l.roll_id
      JOIN batch b ON b.id = r.batch_id
      LEFT JOIN replica p ON p.topic = ${policyVersion.type} AND p.key = b.policy_version_id::text
      LEFT JOIN LATERAL (
        SELECT f.funded_at
        FROM order_chunk k
        JOIN order_bank f ON f.order_id = k.order_id AND f.bank_code = l.bank_code
        WHERE k.chunk_id = l.chunk_id AND k.live AND k.picked @> l.line
        LIMIT 1) o ON true
      WHERE mine.line < ${before}
      ORDER BY l.line DESC
      LIMIT ${limit + 1}`);
    const found = page(rows, limit, ({ line }) => [Number(line)]);
    return { next: found.next, items: found.items.map((row) => viewOf(row, citizen)) };
  }
}

/** Materialized: for a page in order the planner would read the table backwards by its key, where a person's lines are few and far between. */
const linesOf = (as: 'beneficiary' | 'payee', citizen: string) => sql`
  SELECT l.line
  FROM line l
  JOIN chunk c ON c.chunk_id = l.chunk_id AND NOT c.superseded
  WHERE l.county_code = ${config.countyCode} AND ${as === 'beneficiary' ? sql`l.beneficiary` : sql`l.payee`} = ${citizen}::bigint`;

function viewOf(row: Row, citizen: string): MyLine {
  const { outcome, roll_state: rollState, batch_state: batchState, department } = row;
  const where = whereToGo(outcome, row.reason_code, department);
  return {
    line: Number(row.line),
    forMyself: row.beneficiary === citizen,
    policyCode: row.policy_code,
    policyName: row.policy_name,
    department,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    unit: row.unit ?? '',
    quantityMilli: Number(row.quantity_milli),
    rateFen: row.rate_fen,
    amountFen: row.amount_fen,
    payeeBasis: row.payee_basis,
    bankCode: row.bank_code,
    state: outcome,
    stage: say(stageWords({ outcome, rollState, batchState })),
    why: outcome === 'paid' || outcome === 'underWay' ? [] : row.reasons.map((reason) => say(reason)),
    whereToGo: where === null ? null : say(where),
    fundedAt: row.funded_at?.toISOString() ?? null,
  };
}
