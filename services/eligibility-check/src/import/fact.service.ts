import { Injectable } from '@nestjs/common';
import type { TokenChunk } from '@one-card/contracts';
import { type Sql, sql, type Transaction } from '@one-card/database';
import type { Dataset } from '../rules/rule';

interface StagedChunk {
  records: unknown;
  dataset: Dataset;
  as_of: string;
}

/** Facts about people, once the registry has turned their identities into tokens. */
@Injectable()
export class FactService {
  async load({ countyCode, importId, chunkNo, rows }: TokenChunk, tx: Transaction): Promise<void> {
    const chunk = await tx.maybe<StagedChunk>(sql`
      DELETE FROM import_chunk c
      USING data_import i
      WHERE i.id = c.import_id AND c.import_id = ${importId} AND c.chunk_no = ${chunkNo}
      RETURNING c.records, i.dataset, i.as_of`);
    if (chunk === undefined) return;
    const origin = sql`${importId}::uuid AS import_id, ${chunk.as_of}::date AS as_of`;
    await tx.execute(sql`
      WITH token AS (
        SELECT ${countyCode}::text AS county_code, person, household, row_no, name_agrees, ${origin}
        FROM unnest(${rows.person}::bigint[], ${rows.household}::bigint[], ${rows.rowNo}::integer[], ${rows.nameAgrees}::boolean[])
          AS t (person, household, row_no, name_agrees)),
      record AS (SELECT ${JSON.stringify(chunk.records)}::jsonb AS records)
      ${LOAD[chunk.dataset]}`);
    await tx.execute(sql`
      UPDATE data_import
      SET chunks_loaded = chunks_loaded + 1, state = CASE WHEN chunks_loaded + 1 = chunks THEN 'ready' ELSE 'loading' END
      WHERE id = ${importId}`);
  }
}

/** The newer statement about one fact stays: by the day for which its source speaks, then by when it was imported, then by its row. */
const newer = (table: Sql): Sql =>
  sql`(excluded.as_of, excluded.import_id, excluded.row_no) >= (${table}.as_of, ${table}.import_id, ${table}.row_no)`;
const origin = sql`import_id = excluded.import_id, as_of = excluded.as_of, row_no = excluded.row_no, name_agrees = excluded.name_agrees`;

/** One statement a data set. A file may say the same fact twice: its later row counts. */
const LOAD: Readonly<Record<Dataset, Sql>> = {
  deceased: sql`
    INSERT INTO deceased (county_code, person, died_on, import_id, as_of, row_no, name_agrees)
    SELECT DISTINCT ON (t.person) t.county_code, t.person, r.died_on, t.import_id, t.as_of, t.row_no, t.name_agrees
    FROM record, jsonb_to_recordset(records) AS r (row_no integer, died_on date)
    JOIN token t USING (row_no)
    ORDER BY t.person, t.row_no DESC
    ON CONFLICT (county_code, person) DO UPDATE SET died_on = excluded.died_on, ${origin}
    WHERE ${newer(sql`deceased`)}`,
  payroll: sql`
    INSERT INTO payroll (county_code, person, employer, from_on, to_on, import_id, as_of, row_no, name_agrees)
    SELECT DISTINCT ON (t.person, r.employer, r."from") t.county_code, t.person, r.employer, r."from", r."to", t.import_id, t.as_of, t.row_no, t.name_agrees
    FROM record, jsonb_to_recordset(records) AS r (row_no integer, employer text, "from" date, "to" date)
    JOIN token t USING (row_no)
    ORDER BY t.person, r.employer, r."from", t.row_no DESC
    ON CONFLICT (county_code, person, employer, from_on) DO UPDATE SET to_on = excluded.to_on, ${origin}
    WHERE ${newer(sql`payroll`)}`,
  'land-title': sql`
    INSERT INTO land_title (county_code, parcel, person, household, area_milli, import_id, as_of, row_no, name_agrees)
    SELECT DISTINCT ON (r.parcel, t.person) t.county_code, r.parcel, t.person, t.household, r.area_mu, t.import_id, t.as_of, t.row_no, t.name_agrees
    FROM record, jsonb_to_recordset(records) AS r (row_no integer, parcel text, area_mu bigint)
    JOIN token t USING (row_no)
    ORDER BY r.parcel, t.person, t.row_no DESC
    ON CONFLICT (county_code, parcel, person) DO UPDATE SET area_milli = excluded.area_milli, household = excluded.household, ${origin}
    WHERE ${newer(sql`land_title`)}`,
  'other-subsidy': sql`
    INSERT INTO other_subsidy (county_code, person, item, from_on, to_on, import_id, as_of, row_no, name_agrees)
    SELECT DISTINCT ON (t.person, r.item, r."from") t.county_code, t.person, r.item, r."from", r."to", t.import_id, t.as_of, t.row_no, t.name_agrees
    FROM record, jsonb_to_recordset(records) AS r (row_no integer, item text, "from" date, "to" date)
    JOIN token t USING (row_no)
    ORDER BY t.person, r.item, r."from", t.row_no DESC
    ON CONFLICT (county_code, person, item, from_on) DO UPDATE SET to_on = excluded.to_on, ${origin}
    WHERE ${newer(sql`other_subsidy`)}`,
};
