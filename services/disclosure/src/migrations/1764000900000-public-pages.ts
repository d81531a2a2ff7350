import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the public pages need: secrets of receipts, questions and complaints, people counted, and sums by year. */
export class PublicPages1764000900000 implements MigrationInterface {
  name = 'PublicPages1764000900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE objection ADD COLUMN secret_hash bytea');
    await runner.query(`
      CREATE TABLE citizen_case (
        id            uuid PRIMARY KEY,
        version       integer NOT NULL,
        county_code   text NOT NULL,
        kind          text NOT NULL CONSTRAINT citizen_case_kind CHECK (kind IN ('question', 'complaint', 'information-request')),
        division_code text,
        policy_code   text,
        receipt_no    text NOT NULL CONSTRAINT citizen_case_receipt_no UNIQUE,
        secret_hash   bytea NOT NULL,
        name          bytea NOT NULL,
        phone         bytea NOT NULL,
        text          bytea NOT NULL,
        state         text NOT NULL CONSTRAINT citizen_case_state CHECK (state IN ('received', 'answered')),
        answer        bytea,
        received_at   timestamptz NOT NULL,
        due_at        timestamptz NOT NULL,
        answered_at   timestamptz,
        answered_by   jsonb,
        CONSTRAINT citizen_case_answered_whole CHECK ((state = 'answered') = (answer IS NOT NULL) AND (state = 'answered') = (answered_by IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX citizen_case_newest ON citizen_case (county_code, received_at DESC, id DESC)');
    await runner.query('CREATE SEQUENCE citizen_case_serial');
    await runner.query(`
      CREATE TABLE citizen_case_reading (
        case_id     uuid NOT NULL REFERENCES citizen_case,
        reader      text NOT NULL,
        reader_name text NOT NULL,
        at          timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE people_count (
        county_code   text NOT NULL,
        year          integer NOT NULL,
        division_code text NOT NULL,
        village_code  text NOT NULL DEFAULT '',
        policy_code   text NOT NULL DEFAULT '',
        people        integer NOT NULL,
        counted_at    timestamptz NOT NULL,
        PRIMARY KEY (county_code, year, division_code, village_code, policy_code)
      )`);
    await runner.query('CREATE INDEX payment_sum_of_year ON payment_sum (county_code, year, division_code, village_code)');
    await runner.query('CREATE INDEX payment_sum_of_village ON payment_sum (county_code, village_code, year)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payment_sum_of_year, payment_sum_of_village');
    await runner.query('DROP TABLE people_count, citizen_case_reading, citizen_case');
    await runner.query('DROP SEQUENCE citizen_case_serial');
    await runner.query('ALTER TABLE objection DROP COLUMN secret_hash');
  }
}
