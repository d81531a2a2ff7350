import { Injectable } from '@nestjs/common';
import { division, policyVersion } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { say } from '@one-card/service';
import { config } from '../config';
import { Years } from '../level/years';
import type { SearchView } from './home.dto';

const MOST = 20;

/** What the front page shows, and what can be found from it. */
@Injectable()
export class HomePages {
  constructor(
    private readonly database: Database,
    private readonly years: Years,
  ) {}

  async summary(year: number | undefined) {
    const { chosen, all } = await this.years.choose(year);
    const paid = await this.database.maybe<{ count: number; amountFen: string; policies: number; villages: number }>(sql`
      SELECT coalesce(sum(lines), 0)::int AS count, coalesce(sum(amount_fen), 0)::text AS "amountFen",
             count(DISTINCT policy_code)::int AS policies, count(DISTINCT village_code)::int AS villages
      FROM payment_sum
      WHERE county_code = ${config.countyCode} AND year = ${chosen} AND lines > 0`);
    const { count = 0, amountFen = '0', policies = 0, villages = 0 } = paid ?? {};
    return {
      year: chosen,
      years: all,
      paid: { count, amountFen },
      people: await this.people(chosen),
      policies,
      villages,
      listed: await this.listed(chosen),
    };
  }

  /** Policies, divisions and notices by the words in their names. People are not searched for. */
  async search(text: string): Promise<SearchView> {
    const found = await this.database.query<{ kind: 'policy' | 'division' | 'notice'; id: string; title: string; note: string }>(sql`
      WITH policy AS (
        SELECT DISTINCT ON (doc ->> 'code') doc ->> 'code' AS code, doc ->> 'name' AS name, doc ->> 'department' AS department
        FROM replica
        WHERE topic = ${policyVersion.type}
        ORDER BY doc ->> 'code', (doc ->> 'versionNo')::int DESC
      ), place AS (
        SELECT key AS code, doc ->> 'name' AS name, doc ->> 'kind' AS kind, doc -> 'parents' ->> 0 AS parent FROM replica WHERE topic = ${division.type}
      )
      (SELECT 'policy' AS kind, code AS id, name AS title, department AS note
       FROM policy WHERE strpos(name || department, ${text}) > 0 ORDER BY name LIMIT ${MOST})
      UNION ALL
      (SELECT 'division', p.code, p.name, coalesce(up.name, '')
       FROM place p LEFT JOIN place up ON up.code = p.parent
       WHERE strpos(p.name, ${text}) > 0 ORDER BY length(p.code), p.code LIMIT ${MOST})
      UNION ALL
      (SELECT 'notice', n.id::text, p.name, d.name || ' ' || to_char(n.requested_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')
       FROM notice n JOIN policy p ON p.code = n.policy_code JOIN place d ON d.code = n.division_code
       WHERE n.county_code = ${config.countyCode} AND n.state IN ('open', 'closed') AND NOT n.superseded
         AND (strpos(p.name, ${text}) > 0 OR strpos(d.name, ${text}) > 0)
       ORDER BY n.state DESC, n.requested_at DESC LIMIT ${MOST})`);
    return found.map((one) => (one.kind === 'notice' ? { ...one, note: `${say({ zh: '公示', en: 'Notice' })} ${one.note}` } : one));
  }

  private async people(year: number): Promise<number | null> {
    const row = await this.database.maybe<{ people: number }>(sql`
      SELECT people
      FROM people_count
      WHERE county_code = ${config.countyCode} AND year = ${year} AND division_code = ${config.countyCode} AND village_code = '' AND policy_code = ''`);
    return row?.people ?? null;
  }

  private async listed(year: number): Promise<number> {
    const row = await this.database.maybe<{ policies: number }>(sql`
      SELECT count(DISTINCT doc ->> 'code')::int AS policies
      FROM replica
      WHERE topic = ${policyVersion.type}
        AND doc ->> 'validFrom' <= ${`${year}-12-31`} AND coalesce(doc ->> 'validTo', '9999') >= ${`${year}-01-01`}`);
    return row?.policies ?? 0;
  }
}
