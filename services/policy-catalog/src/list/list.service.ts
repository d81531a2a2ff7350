import { Injectable } from '@nestjs/common';
import { Database, sql, type Transaction } from '@one-card/database';
import { type Actor, Authority } from '@one-card/service';
import { config } from '../config';
import { PolicyService } from '../policy/policy.service';

/** The yearly list (政策清单): published whole, and published again when it changes (二.一.4). */
@Injectable()
export class ListService {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
    private readonly policies: PolicyService,
  ) {}

  /** The newest edition as it was published; before the first, what it would hold. */
  async of(year: number) {
    const edition = await this.database.maybe<{ edition: number; published_at: Date }>(sql`
      SELECT edition, published_at
      FROM policy_list
      WHERE county_code = ${config.countyCode} AND year = ${year}
      ORDER BY edition DESC
      LIMIT 1`);
    const ids = await this.database.query<{ id: string }>(edition === undefined ? holdingIn(year) : itemsOf(year, edition.edition));
    return {
      year,
      publishedAt: edition?.published_at.toISOString() ?? null,
      policies: await this.policies.byIds(ids.map(({ id }) => id)),
    };
  }

  async publish(year: number, actor: Actor, tx: Transaction) {
    await this.authority.require(actor, 'publisher', { division: config.countyCode });
    await tx.lock('policy list', config.countyCode, year);
    const at = await tx.now();
    const { edition } = await tx.one<{ edition: number }>(sql`
      INSERT INTO policy_list (county_code, year, edition, published_by, published_at)
      SELECT ${config.countyCode}, ${year}, coalesce(max(edition), 0) + 1, ${actor.id}, ${at}
      FROM policy_list
      WHERE county_code = ${config.countyCode} AND year = ${year}
      RETURNING edition`);
    const ids = (await tx.query<{ id: string }>(holdingIn(year))).map(({ id }) => id);
    await tx.execute(sql`
      INSERT INTO policy_list_item (county_code, year, edition, policy_version_id)
      SELECT ${config.countyCode}, ${year}, ${edition}, id
      FROM unnest(${ids}::uuid[]) AS id`);
    return { year, publishedAt: at.toISOString(), policies: await this.policies.byIds(ids) };
  }
}

/** Of each policy the newest version that holds at some time of the year. */
const holdingIn = (year: number) => sql`
  SELECT DISTINCT ON (code) id
  FROM policy_version
  WHERE county_code = ${config.countyCode}
    AND valid_from <= ${`${year}-12-31`}::date AND (valid_to IS NULL OR valid_to >= ${`${year}-01-01`}::date)
  ORDER BY code, version_no DESC`;

const itemsOf = (year: number, edition: number) => sql`
  SELECT policy_version_id AS id
  FROM policy_list_item
  WHERE county_code = ${config.countyCode} AND year = ${year} AND edition = ${edition}`;
