import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Data of other departments: imports, and what they say of people, by token. */
export class ComparisonData1764000000100 implements MigrationInterface {
  name = 'ComparisonData1764000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_import (
        county_code     text NOT NULL,
        id              uuid PRIMARY KEY,
        dataset         text NOT NULL,
        source          text NOT NULL,
        as_of           date NOT NULL,
        legal_basis     text NOT NULL,
        file_sha256     text NOT NULL,
        state           text NOT NULL CONSTRAINT data_import_state CHECK (state IN ('loading', 'ready')),
        rows            integer NOT NULL,
        faults          jsonb NOT NULL,
        fault_count     integer NOT NULL,
        chunks          integer NOT NULL,
        chunks_loaded   integer NOT NULL DEFAULT 0,
        imported_by     text NOT NULL,
        idempotency_key text NOT NULL,
        created_at      timestamptz NOT NULL,
        CONSTRAINT data_import_once UNIQUE (imported_by, idempotency_key),
        CONSTRAINT data_import_loaded CHECK (chunks_loaded <= chunks AND (state = 'ready') = (chunks_loaded = chunks))
      )`);
    // A chunk waits here, its identities sealed, until the registry has answered with tokens. It is written as the file streams in, before
    // its import: what an upload that was cut leaves behind has no import and is swept away.
    await runner.query(`
      CREATE TABLE import_chunk (
        import_id uuid NOT NULL,
        chunk_no  integer NOT NULL,
        row_nos   integer[] NOT NULL,
        records   jsonb NOT NULL,
        people    bytea NOT NULL,
        staged_at timestamptz NOT NULL,
        PRIMARY KEY (import_id, chunk_no)
      )`);
    await runner.query(`ALTER TABLE import_chunk ALTER COLUMN people SET STORAGE EXTERNAL`);
    await this.facts(runner);
  }

  /** Each fact once: a newer statement about the same fact takes the place of the older, whichever arrives first. */
  private async facts(runner: QueryRunner): Promise<void> {
    const origin = `import_id uuid NOT NULL, as_of date NOT NULL, row_no integer NOT NULL, name_agrees boolean`;
    await runner.query(`
      CREATE TABLE deceased (
        county_code text NOT NULL, person bigint NOT NULL, died_on date NOT NULL, ${origin},
        PRIMARY KEY (county_code, person)
      )`);
    await runner.query(`
      CREATE TABLE payroll (
        county_code text NOT NULL, person bigint NOT NULL, employer text NOT NULL, from_on date NOT NULL, to_on date, ${origin},
        PRIMARY KEY (county_code, person, employer, from_on)
      )`);
    await runner.query(`
      CREATE TABLE land_title (
        county_code text NOT NULL, parcel text NOT NULL, person bigint NOT NULL, household bigint, area_milli bigint NOT NULL, ${origin},
        PRIMARY KEY (county_code, parcel, person)
      )`);
    await runner.query(`CREATE INDEX land_title_household ON land_title (county_code, household)`);
    await runner.query(`
      CREATE TABLE other_subsidy (
        county_code text NOT NULL, person bigint NOT NULL, item text NOT NULL, from_on date NOT NULL, to_on date, ${origin},
        PRIMARY KEY (county_code, person, item, from_on)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE other_subsidy, land_title, payroll, deceased, import_chunk, data_import`);
  }
}
