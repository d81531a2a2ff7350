import { Injectable } from '@nestjs/common';
import { type LineFacts, OUTCOMES, type Outcome, type supervisionApi, supervisionFact, type Totals as Sum } from '@one-card/contracts';
import { Database, join, raw, sql, type Transaction } from '@one-card/database';
import { chinaDate } from '@one-card/domain';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { changesOf, deltasOf } from './total.rules';

export type TotalsView = z.output<typeof supervisionApi.totalsView>;
type TotalsQuery = z.output<typeof supervisionApi.totalsQuery>;

/** What totals may be grouped by, and the column that holds it. */
const GROUPS: Readonly<Record<NonNullable<TotalsQuery['by']>, string>> = {
  policy: 'policy_code',
  township: 'division_code',
  bank: 'bank_code',
  day: 'day::text',
  batch: 'batch_id::text',
  roll: 'roll_id::text',
};

interface OutcomeRow {
  key: string;
  outcome: Outcome;
  lines: string;
  amount_fen: string;
}

/** Supervision's own sums of what it has heard of each line. */
@Injectable()
export class Totals {
  constructor(private readonly database: Database) {}

  /** Counts facts, and hands their sums on to regulators. */
  async count(facts: LineFacts, tx: Transaction): Promise<void> {
    const day = chinaDate(new Date(facts.at));
    const deltas = deltasOf(facts);
    await tx.execute(sql`
      INSERT INTO outcome_count (county_code, policy_code, batch_id, roll_id, revision, division_code, village_code, bank_code, day, outcome, lines, amount_fen)
      SELECT ${facts.countyCode}, ${facts.policyCode}, ${facts.batchId}, ${facts.rollId}, ${facts.revision}, ${facts.divisionCode},
             d.village_code, d.bank_code, ${day}, d.outcome, d.lines, d.amount_fen
      FROM unnest(${join([
        sql`${deltas.map(({ villageCode }) => villageCode)}::text[]`,
        sql`${deltas.map(({ bankCode }) => bankCode)}::text[]`,
        sql`${deltas.map(({ outcome }) => outcome)}::text[]`,
        sql`${deltas.map(({ lines }) => lines)}::bigint[]`,
        sql`${deltas.map(({ amountFen }) => String(amountFen))}::bigint[]`,
      ])}) AS d (village_code, bank_code, outcome, lines, amount_fen)
      ON CONFLICT (roll_id, revision, village_code, bank_code, day, outcome) DO UPDATE
      SET lines = outcome_count.lines + excluded.lines, amount_fen = outcome_count.amount_fen + excluded.amount_fen`);
    const { countyCode, policyCode, batchId, rollId, divisionCode, at } = facts;
    await tx.publish(supervisionFact, { id: uuidv7(), countyCode, policyCode, batchId, rollId, divisionCode, day, at, changes: changesOf(facts) });
  }

  async view(query: TotalsQuery): Promise<TotalsView> {
    const rows = await this.database.query<OutcomeRow>(sql`
      SELECT ${query.by === undefined ? sql`''` : raw(GROUPS[query.by])} AS key, outcome, sum(lines) AS lines, sum(amount_fen) AS amount_fen
      FROM outcome_count
      WHERE (${query.batchId ?? null}::uuid IS NULL OR batch_id = ${query.batchId ?? null})
        AND (${query.policyCode ?? null}::text IS NULL OR policy_code = ${query.policyCode ?? null})
        AND (${query.division ?? null}::text IS NULL OR village_code LIKE ${`${query.division ?? ''}%`})
      GROUP BY 1, outcome
      ORDER BY 1`);
    const keys = query.by === undefined ? [] : [...new Set(rows.map(({ key }) => key))];
    return { ...sumOf(rows), groups: keys.map((key) => ({ key, ...sumOf(rows.filter((row) => row.key === key)) })) };
  }
}

function sumOf(rows: readonly OutcomeRow[]): Omit<TotalsView, 'groups'> {
  const of = (wanted: readonly OutcomeRow[]): Sum => ({
    count: wanted.reduce((sum, { lines }) => sum + Number(lines), 0),
    amountFen: String(wanted.reduce((sum, { amount_fen }) => sum + BigInt(amount_fen), 0n)),
  });
  const outcome = Object.fromEntries(OUTCOMES.map((one) => [one, of(rows.filter((row) => row.outcome === one))])) as TotalsView['outcome'];
  return { entered: of(rows), outcome };
}
