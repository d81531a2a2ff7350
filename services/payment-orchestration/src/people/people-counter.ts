import { Injectable } from '@nestjs/common';
import { paidPeople, type PaidPeople, policyVersion, project } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { BackgroundWork } from '@one-card/service';
import { config } from '../config';

interface Year {
  year: number;
  lines: string;
  seen: string;
  told: string;
}

interface Group {
  division_code: string | null;
  village_code: string | null;
  policy_code: string | null;
  people: number;
}

/**
 * Counts the people that were paid and tells disclosure. A count reads every line of the year, so it waits until no more are credited between
 * two looks: a run is not slowed by being counted.
 */
@Injectable()
export class PeopleCounter extends BackgroundWork {
  constructor(private readonly database: Database) {
    super({ name: 'count of people', sweepMs: config.peopleCountMs });
  }

  protected async work(): Promise<boolean> {
    for (const { year, lines, seen, told } of await this.changed()) {
      if (lines === seen) await this.database.transaction((tx) => this.tell(year, lines, tx));
      else await this.database.transaction((tx) => note(year, { seen: lines, told }, tx));
    }
    return false;
  }

  /** Years whose credited lines are not those that were last told. */
  private changed(): Promise<Year[]> {
    return this.database.query<Year>(sql`
      SELECT credited.year, credited.lines::text, coalesce(c.seen_lines, 0)::text AS seen, coalesce(c.told_lines, 0)::text AS told
      FROM (
        SELECT (p.doc ->> 'year')::int AS year, sum(k.credited_lines) AS lines
        FROM order_chunk k
        JOIN pay_order o ON o.id = k.order_id
        JOIN batch b ON b.id = o.batch_id
        JOIN replica p ON p.topic = ${project.type} AND p.key = b.project_id::text
        WHERE k.live AND b.county_code = ${config.countyCode}
        GROUP BY 1) credited
      LEFT JOIN people_counted c ON c.county_code = ${config.countyCode} AND c.year = credited.year
      WHERE credited.lines <> coalesce(c.told_lines, 0)`);
  }

  private async tell(year: number, lines: string, tx: Transaction): Promise<void> {
    await tx.lock('people counted', config.countyCode, year);
    const byDivision = new Map<string, Group[]>();
    for (const group of await groupsOf(year, tx)) {
      const division = group.division_code ?? config.countyCode;
      byDivision.set(division, [...(byDivision.get(division) ?? []), group]);
    }
    const countedAt = (await tx.now()).toISOString();
    for (const [divisionCode, groups] of byDivision) {
      await tx.publish(paidPeople, { countyCode: config.countyCode, divisionCode, year, countedAt, groups: columnsOf(groups) });
    }
    await note(year, { seen: lines, told: lines }, tx);
  }
}

/** Nobody is counted twice in a group. A person paid monthly stands on many lines: first each once, then the counting. */
const groupsOf = (year: number, tx: Transaction): Promise<Group[]> =>
  tx.query<Group>(sql`
    WITH paid AS (
      SELECT DISTINCT r.division_code, l.village_code, b.policy_code, l.beneficiary,
             p.doc ->> 'payee' = 'guardian' OR p.doc -> 'publicity' ->> 'web_result' = 'totals' AS totals_only
      FROM batch b
      JOIN replica y ON y.topic = ${project.type} AND y.key = b.project_id::text AND (y.doc ->> 'year')::int = ${year}
      JOIN replica p ON p.topic = ${policyVersion.type} AND p.key = b.policy_version_id::text
      JOIN pay_order o ON o.batch_id = b.id
      JOIN order_chunk k ON k.order_id = o.id AND k.live AND k.credited_lines > 0
      JOIN chunk c ON c.chunk_id = k.chunk_id
      JOIN roll r ON r.id = c.roll_id
      JOIN line l ON l.county_code = c.county_code AND l.line >= c.first_line AND l.line < c.first_line + c.lines AND k.credited @> l.line
      WHERE b.county_code = ${config.countyCode})
    SELECT division_code, village_code, policy_code, count(DISTINCT beneficiary)::int AS people
    FROM paid
    GROUP BY GROUPING SETS ((), (policy_code), (division_code), (division_code, policy_code), (division_code, village_code, policy_code))
    UNION ALL
    SELECT division_code, village_code, NULL, count(DISTINCT beneficiary)::int
    FROM paid
    WHERE NOT totals_only
    GROUP BY division_code, village_code`);

function columnsOf(groups: readonly Group[]): PaidPeople['groups'] {
  const some = groups.filter(({ people }) => people > 0);
  return {
    villageCode: some.map(({ village_code }) => village_code),
    policyCode: some.map(({ policy_code }) => policy_code),
    people: some.map(({ people }) => people),
  };
}

async function note(year: number, { seen, told }: { seen: string; told: string }, tx: Transaction): Promise<void> {
  await tx.execute(sql`
    INSERT INTO people_counted (county_code, year, seen_lines, told_lines) VALUES (${config.countyCode}, ${year}, ${seen}, ${told})
    ON CONFLICT (county_code, year) DO UPDATE SET seen_lines = excluded.seen_lines, told_lines = excluded.told_lines`);
}
