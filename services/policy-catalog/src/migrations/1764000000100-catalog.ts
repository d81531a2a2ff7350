import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Catalog1764000000100 implements MigrationInterface {
  name = 'Catalog1764000000100';

  async up(runner: QueryRunner): Promise<void> {
    await policies(runner);
    await lists(runner);
    await projects(runner);
    await time(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE clock, calendar, project, policy_list_item, policy_list, policy_version, department`);
    await runner.query(`DROP FUNCTION policy_version_stays()`);
  }
}

async function policies(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE department (
      county_code text NOT NULL,
      name        text NOT NULL,
      PRIMARY KEY (county_code, name)
    )`);
  await runner.query(`
    CREATE TABLE policy_version (
      id             uuid PRIMARY KEY,
      version        integer NOT NULL,
      county_code    text NOT NULL,
      code           text NOT NULL,
      version_no     integer NOT NULL,
      national_code  text,
      name           text NOT NULL,
      memo           text NOT NULL,
      level          text NOT NULL,
      department     text NOT NULL,
      documents      text[] NOT NULL,
      beneficiaries  text NOT NULL,
      unit_of        text NOT NULL,
      payee          text NOT NULL,
      quantity_unit  text NOT NULL,
      standard       jsonb NOT NULL,
      components     jsonb NOT NULL,
      cycle          text NOT NULL,
      notice_basis   text NOT NULL,
      notice_days    integer NOT NULL,
      publicity      jsonb NOT NULL,
      rules          text[] NOT NULL,
      exclusive_with text[] NOT NULL,
      limits         jsonb NOT NULL,
      valid_from     date NOT NULL,
      valid_to       date,
      note           text,
      published_by   text NOT NULL,
      published_at   timestamptz NOT NULL,
      CONSTRAINT policy_version_no UNIQUE (county_code, code, version_no),
      CONSTRAINT policy_version_ends_after_begin CHECK (valid_to >= valid_from),
      FOREIGN KEY (county_code, department) REFERENCES department
    )`);
  // A version never changes, whoever asks: only its end may be set, and with it the version of the event that says so.
  await runner.query(`
    CREATE FUNCTION policy_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR to_jsonb(NEW) - '{version,valid_to}'::text[] <> to_jsonb(OLD) - '{version,valid_to}'::text[] THEN
        RAISE EXCEPTION 'a published policy version never changes' USING CONSTRAINT = 'policy_version_stays', ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`
    CREATE TRIGGER policy_version_stays BEFORE UPDATE OR DELETE ON policy_version FOR EACH ROW EXECUTE FUNCTION policy_version_stays()`);
}

async function lists(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE policy_list (
      county_code  text NOT NULL,
      year         integer NOT NULL,
      edition      integer NOT NULL,
      published_by text NOT NULL,
      published_at timestamptz NOT NULL,
      PRIMARY KEY (county_code, year, edition)
    )`);
  await runner.query(`
    CREATE TABLE policy_list_item (
      county_code       text NOT NULL,
      year              integer NOT NULL,
      edition           integer NOT NULL,
      policy_version_id uuid NOT NULL REFERENCES policy_version,
      PRIMARY KEY (county_code, year, edition, policy_version_id),
      FOREIGN KEY (county_code, year, edition) REFERENCES policy_list
    )`);
}

async function projects(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE project (
      id                uuid PRIMARY KEY,
      version           integer NOT NULL,
      county_code       text NOT NULL,
      policy_version_id uuid NOT NULL REFERENCES policy_version,
      policy_code       text NOT NULL,
      department        text NOT NULL,
      name              text NOT NULL,
      year              integer NOT NULL,
      period_from       date NOT NULL,
      period_to         date NOT NULL,
      divisions         text[] NOT NULL,
      chain             jsonb NOT NULL,
      fund_fen          bigint,
      area_milli        bigint,
      rate_fen          bigint,
      state             text NOT NULL,
      opened_by         text NOT NULL,
      opened_at         timestamptz NOT NULL,
      CONSTRAINT project_name UNIQUE (county_code, policy_code, year, name),
      CONSTRAINT project_ends_after_begin CHECK (period_to >= period_from),
      CONSTRAINT project_keeps_within_fund CHECK (rate_fen IS NULL OR rate_fen::numeric * area_milli <= fund_fen::numeric * 1000)
    )`);
  await runner.query(`CREATE INDEX project_by_policy ON project (county_code, policy_code, year)`);
}

async function time(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE calendar (
      county_code text NOT NULL,
      year        integer NOT NULL,
      version     integer NOT NULL,
      days        jsonb NOT NULL,
      source      text NOT NULL CONSTRAINT calendar_source CHECK (source IN ('statutory', 'edited')),
      PRIMARY KEY (county_code, year)
    )`);
  await runner.query(`
    CREATE TABLE clock (
      county_code text PRIMARY KEY,
      version     integer NOT NULL,
      offset_ms   bigint NOT NULL,
      advanced_by text NOT NULL
    )`);
}
