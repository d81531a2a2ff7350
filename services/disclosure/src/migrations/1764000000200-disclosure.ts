import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Disclosure1764000000200 implements MigrationInterface {
  name = 'Disclosure1764000000200';

  async up(runner: QueryRunner): Promise<void> {
    await notices(runner);
    await objections(runner);
    await payments(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE payment_line, payment_sum, objection_reading, objection, listed_chunk, notice`);
    await runner.query(`DROP SEQUENCE objection_serial`);
  }
}

async function notices(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE notice (
      id                uuid PRIMARY KEY,
      version           integer NOT NULL DEFAULT 0,
      county_code       text NOT NULL,
      batch_id          uuid NOT NULL,
      roll_id           uuid NOT NULL,
      revision          integer NOT NULL,
      roll_digest       text NOT NULL,
      policy_code       text NOT NULL,
      policy_version_id uuid NOT NULL,
      division_code     text NOT NULL,
      step              integer NOT NULL,
      place             text NOT NULL,
      level             text NOT NULL,
      basis             text NOT NULL,
      days              integer NOT NULL,
      publicity         jsonb NOT NULL,
      state             text NOT NULL DEFAULT 'gathering'
                        CONSTRAINT notice_state CHECK (state IN ('gathering', 'requested', 'open', 'closed', 'standing', 'exempt')),
      superseded        boolean NOT NULL DEFAULT false,
      chunks            integer NOT NULL,
      chunks_in         integer NOT NULL DEFAULT 0,
      listed_count      integer NOT NULL DEFAULT 0,
      listed_fen        bigint NOT NULL DEFAULT 0,
      requested_at      timestamptz NOT NULL,
      opened_at         timestamptz,
      closes_at         timestamptz,
      evidence_sha256   text,
      posted_by         jsonb,
      note              text,
      CONSTRAINT notice_chunks CHECK (chunks_in <= chunks),
      CONSTRAINT notice_open_with_evidence CHECK (
        state NOT IN ('open', 'closed') OR (evidence_sha256 IS NOT NULL AND posted_by IS NOT NULL AND closes_at > opened_at))
    )`);
  await runner.query(`CREATE INDEX notice_by_roll ON notice (roll_id)`);
  await runner.query(`CREATE INDEX notice_newest ON notice (county_code, requested_at DESC, id DESC)`);
  await runner.query(`CREATE INDEX notice_due ON notice (closes_at) WHERE state = 'open'`);
  // One row a chunk, its lines in arrays: nothing is asked of a single line before it is paid. Names are sealed, those of a chunk together.
  await runner.query(`
    CREATE TABLE listed_chunk (
      county_code    text NOT NULL,
      notice_id      uuid NOT NULL REFERENCES notice,
      first_line     bigint NOT NULL,
      lines          integer NOT NULL,
      line           bigint[] NOT NULL,
      village_code   text[] NOT NULL,
      quantity_milli bigint[] NOT NULL,
      amount_fen     bigint[] NOT NULL,
      people         bytea,
      PRIMARY KEY (notice_id, first_line)
    )`);
  await runner.query(`ALTER TABLE listed_chunk ALTER COLUMN people SET STORAGE EXTERNAL`);
  await runner.query(`CREATE INDEX listed_chunk_by_line ON listed_chunk (county_code, first_line, notice_id)`);
}

async function objections(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE SEQUENCE objection_serial`);
  await runner.query(`
    CREATE TABLE objection (
      id          uuid PRIMARY KEY,
      version     integer NOT NULL,
      county_code text NOT NULL,
      notice_id   uuid NOT NULL REFERENCES notice,
      line        bigint NOT NULL,
      receipt_no  text NOT NULL CONSTRAINT objection_receipt_no UNIQUE,
      name        bytea NOT NULL,
      phone       bytea NOT NULL,
      text        bytea NOT NULL,
      state       text NOT NULL CONSTRAINT objection_state CHECK (state IN ('open', 'upheld', 'refused')),
      reason      text,
      received_at timestamptz NOT NULL,
      due_at      timestamptz NOT NULL,
      decided_at  timestamptz,
      decided_by  jsonb,
      CONSTRAINT objection_decided_with_reason CHECK ((state = 'open') = (reason IS NULL) AND (state = 'open') = (decided_by IS NULL))
    )`);
  await runner.query(`CREATE INDEX objection_by_notice ON objection (notice_id, received_at)`);
  await runner.query(`
    CREATE TABLE objection_reading (
      objection_id uuid NOT NULL REFERENCES objection,
      reader       text NOT NULL,
      reader_name  text NOT NULL,
      at           timestamptz NOT NULL
    )`);
}

async function payments(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE payment_sum (
      county_code   text NOT NULL,
      policy_code   text NOT NULL,
      division_code text NOT NULL,
      village_code  text NOT NULL,
      year          integer NOT NULL,
      publicity     text NOT NULL,
      lines         integer NOT NULL,
      amount_fen    bigint NOT NULL,
      PRIMARY KEY (county_code, policy_code, division_code, village_code, year),
      CONSTRAINT payment_sum_not_negative CHECK (lines >= 0 AND amount_fen >= 0)
    )`);
  // Its one index serves the public page of a village and the taking back of a line alike. Totals-only policies have no rows here.
  await runner.query(`
    CREATE TABLE payment_line (
      county_code  text NOT NULL,
      village_code text NOT NULL,
      policy_code  text NOT NULL,
      line         bigint NOT NULL,
      year         integer NOT NULL,
      publicity    text NOT NULL CONSTRAINT payment_line_publicity CHECK (publicity IN ('full', 'masked')),
      amount_fen   bigint NOT NULL,
      PRIMARY KEY (county_code, village_code, policy_code, line)
    )`);
}
