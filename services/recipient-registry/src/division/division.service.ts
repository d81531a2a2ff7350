import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { division, type DivisionState } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import county from '../../data/county.tsv';
import villages from '../../data/divisions.tsv';
import { config } from '../config';
import { type PlacedDivision, readDivisions } from './division.rules';

@Injectable()
export class DivisionService implements OnApplicationBootstrap {
  private readonly logger = new Logger(DivisionService.name);

  constructor(private readonly database: Database) {}

  /** The data of this version of the program are the county's divisions: what is new or differs is entered and told, nothing else. */
  async onApplicationBootstrap(): Promise<void> {
    const changed = await this.database.transaction((tx) => this.load(readDivisions(config.countyCode, villages, county), tx));
    if (changed > 0) this.logger.log(`${String(changed)} divisions entered or changed`);
  }

  async load(divisions: readonly PlacedDivision[], tx: Transaction): Promise<number> {
    await tx.lock('divisions', config.countyCode);
    const changed = await enter(divisions, tx);
    if (changed.length === 0) return 0;
    await enterClosure(divisions, tx);
    for (const state of changed) await tx.publish(division, state);
    return changed.length;
  }

  list(query: { under?: string; kind?: string }): Promise<DivisionState[]> {
    return this.database.query<DivisionState>(sql`
      SELECT code AS id, version, county_code AS "countyCode", name, kind, parents, ancestors
      FROM division
      WHERE county_code = ${config.countyCode}
        AND (${query.under ?? null}::text IS NULL OR ${query.under ?? null} = ANY (ancestors))
        AND (${query.kind ?? null}::text IS NULL OR kind = ${query.kind ?? null})
      ORDER BY code`);
  }
}

function enter(divisions: readonly PlacedDivision[], tx: Transaction): Promise<DivisionState[]> {
  const rows = divisions.map(({ code, name, kind, parents, ancestors, group }) => ({
    code,
    name,
    kind,
    parents,
    ancestors,
    group_name: group ?? null,
  }));
  return tx.query<DivisionState>(sql`
    INSERT INTO division AS d (county_code, code, name, kind, parents, ancestors, group_name, version)
    SELECT ${config.countyCode}, code, name, kind, parents, ancestors, group_name, 1
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS given (code text, name text, kind text, parents text[], ancestors text[], group_name text)
    ON CONFLICT (county_code, code) DO UPDATE
    SET name = excluded.name, kind = excluded.kind, parents = excluded.parents, ancestors = excluded.ancestors,
        group_name = excluded.group_name, version = d.version + 1
    WHERE (d.name, d.kind, d.parents, d.ancestors, d.group_name)
      IS DISTINCT FROM (excluded.name, excluded.kind, excluded.parents, excluded.ancestors, excluded.group_name)
    RETURNING code AS id, version, county_code AS "countyCode", name, kind, parents, ancestors`);
}

async function enterClosure(divisions: readonly PlacedDivision[], tx: Transaction): Promise<void> {
  const pairs = divisions.flatMap(({ code, ancestors }) => ancestors.map((ancestor) => ({ code, ancestor })));
  await tx.execute(sql`DELETE FROM division_ancestor WHERE county_code = ${config.countyCode}`);
  await tx.execute(sql`
    INSERT INTO division_ancestor (county_code, ancestor, code)
    SELECT ${config.countyCode}, ancestor, code
    FROM unnest(${pairs.map(({ ancestor }) => ancestor)}::text[], ${pairs.map(({ code }) => code)}::text[]) AS pair (ancestor, code)`);
}
