import { Injectable } from '@nestjs/common';
import { type LineFacts, type supervisionApi, supervisionFact } from '@one-card/contracts';
import { Database, Gathered, join, raw, sql, type Transaction } from '@one-card/database';
import { chinaDate } from '@one-card/domain';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { changesOf, type Delta, deltasOf, type OutcomeRow, sumOf } from './total.rules';

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

interface KeyedRow extends OutcomeRow {
  key: string;
}

type Counted = Delta & Pick<LineFacts, 'countyCode' | 'policyCode' | 'batchId' | 'rollId' | 'revision' | 'divisionCode'> & { day: string };

/** Supervision's own sums of what it has heard of each line. */
@Injectable()
export class Totals {
  private readonly counted = new Gathered(() => new Map<string, Counted>(), writeCounts);

  constructor(private readonly database: Database) {}

  /** Counts facts, and hands their sums on to regulators. */
  async count(facts: LineFacts, tx: Transaction): Promise<void> {
    const { countyCode, policyCode, batchId, rollId, revision, divisionCode, at } = facts;
    const day = chinaDate(new Date(at));
    const sums = this.counted.in(tx);
    for (const delta of deltasOf(facts)) add(sums, { ...delta, countyCode, policyCode, batchId, rollId, revision, divisionCode, day });
    await tx.publish(supervisionFact, { id: uuidv7(), countyCode, policyCode, batchId, rollId, divisionCode, day, at, changes: changesOf(facts) });
  }

  async view(query: TotalsQuery): Promise<TotalsView> {
    const rows = await this.database.query<KeyedRow>(sql`
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

function add(sums: Map<string, Counted>, one: Counted): void {
  const key = [one.rollId, one.revision, one.villageCode, one.bankCode, one.day, one.outcome].join(' ');
  const sum = sums.get(key);
  if (sum === undefined) sums.set(key, one);
  else sums.set(key, { ...sum, lines: sum.lines + one.lines, amountFen: sum.amountFen + one.amountFen });
}

/** In the order of their keys: who locks counters in one order never waits in a circle. */
async function writeCounts(sums: ReadonlyMap<string, Counted>, tx: Transaction): Promise<void> {
  const rows = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const texts = (column: 'countyCode' | 'policyCode' | 'divisionCode' | 'villageCode' | 'bankCode' | 'outcome') =>
    sql`${rows.map((row) => row[column])}::text[]`;
  await tx.execute(sql`
    INSERT INTO outcome_count (county_code, policy_code, division_code, village_code, bank_code, outcome, batch_id, roll_id, revision, day, lines, amount_fen)
    SELECT *
    FROM unnest(${join([
      ...[texts('countyCode'), texts('policyCode'), texts('divisionCode'), texts('villageCode'), texts('bankCode'), texts('outcome')],
      sql`${rows.map(({ batchId }) => batchId)}::uuid[]`,
      sql`${rows.map(({ rollId }) => rollId)}::uuid[]`,
      sql`${rows.map(({ revision }) => revision)}::int[]`,
      sql`${rows.map(({ day }) => day)}::date[]`,
      sql`${rows.map(({ lines }) => lines)}::bigint[]`,
      sql`${rows.map(({ amountFen }) => String(amountFen))}::bigint[]`,
    ])})
    ON CONFLICT (roll_id, revision, village_code, bank_code, day, outcome) DO UPDATE
    SET lines = outcome_count.lines + excluded.lines, amount_fen = outcome_count.amount_fen + excluded.amount_fen`);
}
