import { Injectable } from '@nestjs/common';
import { division, type DivisionState, policyVersion } from '@one-card/contracts';
import { Database, empty, type Sql, sql } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { notFound, say } from '@one-card/service';
import { config } from '../config';
import { placesOf, type Publicity, stricter } from '../publicity/publicity.rules';
import type { LevelQuery } from './level.dto';
import { COUNTED, FEW } from './few.sql';
import { addSums, type PolicySum, type Sum, withFewTogether } from './level.rules';
import { Years } from './years';

const FEW_HERE = { zh: '人数较少的项目(为保护隐私不单列)', en: 'Policies under which few were paid (not told singly)' };
const FEW_PLACES = { zh: '人数较少、不单列到村的项目', en: 'Policies under which few were paid in a village' };

type Part = Sum & { code: string | null; name: string };

/** County, township, village: what was paid there, by its parts and by policy. Each level is the sum of the one below (二.二.4(2)). */
@Injectable()
export class LevelPages {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
    private readonly years: Years,
  ) {}

  async of({ division: code = config.countyCode, year }: LevelQuery) {
    const place = await this.replicas.find(division, code);
    if (place === undefined) throw notFound({ zh: '区划', en: 'division' }, code);
    const { chosen, all } = await this.years.choose(year);
    const policies = await this.policies(place, chosen);
    const parts = place.kind === 'village' ? [] : await this.parts(place, chosen);
    const people = await this.people(place, chosen);
    return {
      year: chosen,
      years: all,
      division: { code: place.id, name: place.name, kind: place.kind },
      path: await this.pathTo(place),
      total: { ...addSums(policies), people },
      parts,
      policies: place.kind === 'county' ? policies : withFewTogether(policies, say(FEW_HERE)),
    };
  }

  private async parts(place: DivisionState, year: number): Promise<Part[]> {
    const key = place.kind === 'county' ? sql`s.division_code` : sql`CASE WHEN ${FEW} THEN NULL ELSE s.village_code END`;
    const whole = place.kind === 'county' ? sql`w.division_code = placed.code` : sql`w.division_code = ${place.id}`;
    const village = place.kind === 'county' ? sql`''` : sql`placed.code`;
    const rows = await this.database.query<Part & { name: string | null }>(sql`
      WITH placed AS (
        SELECT ${key} AS code, sum(s.lines)::int AS lines, sum(s.amount_fen)::text AS "amountFen"
        FROM payment_sum s ${COUNTED}
        WHERE ${within(place)} AND s.year = ${year} AND s.lines > 0
        GROUP BY 1)
      SELECT placed.code, d.doc ->> 'name' AS name, placed.lines, placed."amountFen", w.people
      FROM placed
      LEFT JOIN replica d ON d.topic = ${division.type} AND d.key = placed.code
      LEFT JOIN people_count w ON w.county_code = ${config.countyCode} AND w.year = ${year} AND ${whole} AND w.village_code = ${village} AND w.policy_code = ''
      ORDER BY placed.code NULLS LAST`);
    return rows.map((row) => ({ ...row, name: row.name ?? row.code ?? say(FEW_PLACES) }));
  }

  private async policies(place: DivisionState, year: number): Promise<PolicySum[]> {
    const shown = place.kind === 'village' ? sql`AND NOT ${FEW}` : empty;
    const rows = await this.database.query<PolicySum & { doc: Parameters<typeof placesOf>[0] | null; kept: Publicity }>(sql`
      WITH placed AS (
        SELECT s.policy_code AS code, max(s.publicity) AS kept, sum(s.lines)::int AS lines, sum(s.amount_fen)::text AS "amountFen",
               sum(n.people)::int AS "ofRows"
        FROM payment_sum s ${COUNTED}
        WHERE ${within(place)} AND s.year = ${year} AND s.lines > 0 ${shown}
        GROUP BY 1)
      SELECT placed.code, placed.kept, placed.lines, placed."amountFen", p.doc, p.doc ->> 'name' AS name,
             ${place.kind === 'village' ? sql`placed."ofRows"` : sql`w.people`} AS people
      FROM placed
      LEFT JOIN people_count w ON w.county_code = ${config.countyCode} AND w.year = ${year} AND w.division_code = ${place.id}
        AND w.village_code = '' AND w.policy_code = placed.code
      LEFT JOIN LATERAL (
        SELECT doc
        FROM replica
        WHERE topic = ${policyVersion.type} AND doc ->> 'code' = placed.code
        ORDER BY (doc ->> 'versionNo')::int DESC
        LIMIT 1) p ON true
      ORDER BY placed."amountFen"::bigint DESC, placed.code`);
    return rows.map(({ doc, kept, code, name, ...sums }) => {
      const publicity = doc === null ? 'totals' : stricter(placesOf(doc).web_result, kept);
      return { code, name: name || (code ?? ''), publicity, lines: sums.lines, amountFen: sums.amountFen, people: sums.people };
    });
  }

  /** In a village: of those policies that name people, since of the others there may be few. */
  private async people(place: DivisionState, year: number): Promise<number | null> {
    const which = place.kind === 'village' ? sql`village_code = ${place.id}` : sql`division_code = ${place.id} AND village_code = ''`;
    const row = await this.database.maybe<{ people: number | null }>(sql`
      SELECT sum(people)::int AS people
      FROM people_count
      WHERE county_code = ${config.countyCode} AND year = ${year} AND policy_code = '' AND ${which}`);
    return row?.people ?? null;
  }

  private async pathTo({ id, ancestors, kind }: DivisionState) {
    const above: { code: string; name: string }[] = [];
    for (const code of [...ancestors].sort()) {
      const found = code === id ? undefined : await this.replicas.find(division, code);
      if (found !== undefined && (kind !== 'village' || found.kind !== 'functional')) above.push({ code, name: found.name });
    }
    return above;
  }
}

/** A township's payments are those of its rolls, so that a village which an office manages beside it counts once. */
function within({ id, kind }: DivisionState): Sql {
  const where = sql`s.county_code = ${config.countyCode}`;
  if (kind === 'county') return where;
  return kind === 'village' ? sql`${where} AND s.village_code = ${id}` : sql`${where} AND s.division_code = ${id}`;
}
