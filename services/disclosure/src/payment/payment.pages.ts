import { Injectable } from '@nestjs/common';
import { division } from '@one-card/contracts';
import { Database, empty, type Sql, sql } from '@one-card/database';
import { decodeCursor, defineTitles, DomainError, page } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';
import { COUNTED, FEW } from '../level/few.sql';
import { ShownLines } from '../listing/shown-lines';
import { newestOf, newestPolicies } from '../publicity/newest-policy';
import { LEAST_GROUP, placesOf, type Publicity, shownName, stricter } from '../publicity/publicity.rules';
import type { PaymentLinesQuery, SumsQuery } from './payment.dto';

defineTitles({ 'too-few-to-show': { zh: '人数较少,不单独公布', en: 'Too few to show' } });

interface SumRow {
  divisionCode: string;
  divisionName: string;
  policyCode: string;
  policyName: string;
  year: number;
  lines: number;
  amountFen: string;
}

/** The public payment list (二.二.4(1), (2)): the same sums at village, township and county, and lines where they may be shown. */
@Injectable()
export class PaymentPages {
  constructor(
    private readonly database: Database,
    private readonly lines: ShownLines,
  ) {}

  async totals(): Promise<{ count: number; amountFen: string }> {
    const row = await this.database.maybe<{ count: number; amountFen: string }>(sql`
      SELECT coalesce(sum(lines), 0)::int AS count, coalesce(sum(amount_fen), 0)::text AS "amountFen"
      FROM payment_sum
      WHERE county_code = ${config.countyCode}`);
    return row ?? { count: 0, amountFen: '0' };
  }

  sums({ division: under, policyCode, year, by }: SumsQuery): Promise<SumRow[]> {
    return this.database.query<SumRow>(sql`
      WITH placed AS (
        SELECT ${KEYS[by]} AS code, s.policy_code, s.year, s.lines, s.amount_fen
        FROM payment_sum s ${COUNTED}
        ${under === undefined ? empty : sql`LEFT JOIN replica v ON v.topic = ${division.type} AND v.key = s.village_code`}
        WHERE s.county_code = ${config.countyCode} AND s.lines > 0
          ${under === undefined ? empty : within(under)}
          ${policyCode === undefined ? empty : sql`AND s.policy_code = ${policyCode}`}
          ${year === undefined ? empty : sql`AND s.year = ${year}`}
      ), names AS (${newestPolicies})
      SELECT p.code AS "divisionCode", coalesce(d.doc->>'name', p.code) AS "divisionName",
             p.policy_code AS "policyCode", coalesce(n.name, p.policy_code) AS "policyName",
             p.year, sum(p.lines)::int AS lines, sum(p.amount_fen)::text AS "amountFen"
      FROM placed p
      LEFT JOIN names n ON n.code = p.policy_code
      LEFT JOIN replica d ON d.topic = ${division.type} AND d.key = p.code
      GROUP BY 1, 2, 3, 4, 5
      ORDER BY 1, 3, 5`);
  }

  /** What was paid in a village under a policy, line by line where a web page may. */
  async of({ village, policyCode, year, limit, cursor }: PaymentLinesQuery) {
    const publicity = await this.publicityOf(policyCode);
    const totals = await this.totalsOf(village, policyCode, year, publicity === 'totals' ? LEAST_GROUP : 0);
    if (publicity === 'totals' && totals.count === 0) throw tooFew();
    if (publicity === 'totals') return { items: [], next: null, publicity, totals };
    const [after] = decodeCursor(cursor, z.tuple([z.int()])) ?? [0];
    const rows = await this.database.query<{ line: string; publicity: Publicity; amount_fen: string }>(sql`
      SELECT line, publicity, amount_fen
      FROM payment_line
      WHERE county_code = ${config.countyCode} AND village_code = ${village} AND policy_code = ${policyCode} AND line > ${after}
        AND (${year ?? null}::int IS NULL OR year = ${year ?? null})
      ORDER BY line
      LIMIT ${limit + 1}`);
    const found = page(rows, limit, ({ line }) => [Number(line)]);
    const of = await this.lines.of(found.items.map(({ line }) => Number(line)));
    const items = found.items.map((row) => {
      const shown = stricter(publicity, row.publicity);
      const { name, payeeName, quantityMilli } = of(Number(row.line));
      const names = { name: shownName(name, shown), payeeName: shownName(payeeName, shown) };
      return { line: Number(row.line), villageCode: village, ...names, quantityMilli, amountFen: row.amount_fen };
    });
    return { items, next: found.next, publicity, totals };
  }

  /** As the newest version has it: what may no longer be shown is not shown of former years either. */
  private async publicityOf(policyCode: string): Promise<Publicity> {
    const newest = await this.database.maybe<{ doc: Parameters<typeof placesOf>[0] }>(newestOf(policyCode));
    return newest === undefined ? 'totals' : placesOf(newest.doc).web_result;
  }

  /** Only of years with at least so many people: else the few of one year would be what is left of all years without the others. */
  private async totalsOf(
    village: string,
    policyCode: string,
    year: number | undefined,
    least: number,
  ): Promise<{ count: number; amountFen: string }> {
    const row = await this.database.maybe<{ count: number; amountFen: string }>(sql`
      SELECT coalesce(sum(s.lines), 0)::int AS count, coalesce(sum(s.amount_fen), 0)::text AS "amountFen"
      FROM payment_sum s ${COUNTED}
      WHERE s.county_code = ${config.countyCode} AND s.village_code = ${village} AND s.policy_code = ${policyCode} AND coalesce(n.people, 0) >= ${least}
        AND (${year ?? null}::int IS NULL OR s.year = ${year ?? null})`);
    return row ?? { count: 0, amountFen: '0' };
  }
}

/**
 * By township: the division whose roll it was, so that a village which an office manages beside its township counts once. By village: the few
 * of a totals-only policy stand under their township, where they name nobody and the sums still agree.
 */
const KEYS: Record<SumsQuery['by'], Sql> = {
  village: sql`CASE WHEN ${FEW} THEN s.division_code ELSE s.village_code END`,
  township: sql`s.division_code`,
  county: sql`s.county_code`,
};

/** A single village never tells the few that are told only with their township. */
const within = (code: string): Sql => sql`
  AND (s.county_code = ${code} OR s.division_code = ${code}
       OR v.doc->'ancestors' @> to_jsonb(${code}::text)
       OR s.village_code = ${code})
  AND NOT (s.village_code = ${code} AND ${FEW})`;

const tooFew = () =>
  new DomainError('too-few-to-show', 404, {
    zh: '该政策只公布总额;该村没有或人数较少,为保护隐私只计入乡镇合计',
    en: 'Of this policy only totals are shown; the village has none or too few, which stand in the sum of its township only',
  });
