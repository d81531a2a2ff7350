import { Injectable } from '@nestjs/common';
import type { Outcome, supervisionApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import type { z } from 'zod';
import { type OutcomeRow, sumOf } from '../total/total.rules';
import { policyName } from '../watch/policy-name';

type RollSums = z.output<typeof supervisionApi.rollSums>;
type RollQuery = z.output<typeof supervisionApi.rollQuery>;

interface RollRow extends Pick<RollSums, 'rollId' | 'batchId' | 'policyName' | 'seq' | 'divisionCode' | 'state'> {
  outcomes: Partial<Record<Outcome, { lines: string; fen: string }>>;
}

/** Sums by roll, as supervision has heard of their lines. */
@Injectable()
export class Rolls {
  constructor(private readonly database: Database) {}

  async list(query: RollQuery, before: string | undefined, limit: number): Promise<RollSums[]> {
    const rows = await this.database.query<RollRow>(sql`
      SELECT s.roll_id AS "rollId", s.batch_id AS "batchId", ${policyName} AS "policyName", w.seq, s.division_code AS "divisionCode", r.state, s.outcomes
      FROM (
        SELECT roll_id, batch_id, policy_code, division_code,
               json_object_agg(outcome, json_build_object('lines', lines::text, 'fen', fen::text)) AS outcomes
        FROM (
          SELECT roll_id, batch_id, policy_code, division_code, outcome, sum(lines) AS lines, sum(amount_fen) AS fen
          FROM outcome_count
          WHERE (${query.batchId ?? null}::uuid IS NULL OR batch_id = ${query.batchId ?? null})
            AND (${query.division ?? null}::text IS NULL OR division_code = ${query.division ?? null} OR village_code = ${query.division ?? null})
            AND (${query.bankCode ?? null}::text IS NULL OR bank_code = ${query.bankCode ?? null})
            AND (${before ?? null}::uuid IS NULL OR roll_id < ${before ?? null})
          GROUP BY roll_id, batch_id, policy_code, division_code, outcome) o
        WHERE lines <> 0
        GROUP BY roll_id, batch_id, policy_code, division_code
        ORDER BY roll_id DESC
        LIMIT ${limit}) s
      CROSS JOIN LATERAL (SELECT s.policy_code) b
      LEFT JOIN batch_watch w ON w.batch_id = s.batch_id
      LEFT JOIN roll_watch r ON r.roll_id = s.roll_id
      ORDER BY s.roll_id DESC`);
    return rows.map(({ outcomes, ...roll }) => ({ ...roll, ...sumOf(rowsOf(outcomes)) }));
  }
}

const rowsOf = (outcomes: RollRow['outcomes']): OutcomeRow[] =>
  Object.entries(outcomes).map(([outcome, { lines, fen }]) => ({ outcome: outcome as Outcome, lines, amount_fen: fen }));
