import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is screened: batches, rolls and their chunks; the claims of every payable line; hits. */
export class Screening1764000000200 implements MigrationInterface {
  name = 'Screening1764000000200';

  async up(runner: QueryRunner): Promise<void> {
    await this.rolls(runner);
    await this.claims(runner);
    await this.hits(runner);
  }

  private async rolls(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE batch (
        county_code text NOT NULL,
        id          uuid PRIMARY KEY,
        kind        text NOT NULL,
        department  text NOT NULL,
        version     integer NOT NULL
      )`);
    // Who uploaded a revision may not decide on its hits.
    await runner.query(`
      CREATE TABLE roll_entry (
        county_code text NOT NULL,
        roll_id     uuid NOT NULL,
        revision    integer NOT NULL,
        entered_by  text,
        PRIMARY KEY (roll_id, revision)
      )`);
    await runner.query(`
      CREATE TABLE roll (
        county_code text NOT NULL,
        id          uuid PRIMARY KEY,
        revision    integer NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE screening (
        county_code     text NOT NULL,
        roll_id         uuid NOT NULL,
        revision        integer NOT NULL,
        batch_id        uuid NOT NULL,
        policy_code     text NOT NULL,
        division_code   text NOT NULL,
        chunks          integer NOT NULL,
        chunks_screened integer NOT NULL DEFAULT 0,
        lines_screened  integer NOT NULL DEFAULT 0,
        cross_checked   boolean NOT NULL DEFAULT false,
        PRIMARY KEY (roll_id, revision),
        CONSTRAINT screening_chunks CHECK (chunks_screened <= chunks)
      )`);
    await runner.query(`CREATE INDEX screening_batch ON screening (batch_id)`);
    await runner.query(`
      CREATE TABLE screened_chunk (
        county_code       text NOT NULL,
        id                uuid PRIMARY KEY,
        batch_id          uuid NOT NULL,
        batch_kind        text NOT NULL,
        roll_id           uuid NOT NULL,
        revision          integer NOT NULL,
        policy_code       text NOT NULL,
        policy_version_id uuid NOT NULL,
        division_code     text NOT NULL,
        first_line        bigint NOT NULL,
        last_line         bigint NOT NULL,
        period_from       date NOT NULL,
        period_to         date NOT NULL
      )`);
    await runner.query(`CREATE INDEX screened_chunk_roll ON screened_chunk (roll_id, revision)`);
  }

  private async claims(runner: QueryRunner): Promise<void> {
    // Inserted once for each payable line, deleted when the line is released, never updated: a million a batch. A roll's claims are found by
    // the line numbers of its chunks, so no index on the roll is kept; months count from year 0.
    await runner.query(`
      CREATE TABLE claim (
        county_code    text NOT NULL,
        line           bigint NOT NULL,
        chunk_id       uuid NOT NULL,
        policy_code    text NOT NULL,
        beneficiary    bigint NOT NULL,
        household      bigint,
        payee          bigint NOT NULL,
        subject_ref    text NOT NULL,
        village_code   text NOT NULL,
        quantity_milli bigint NOT NULL,
        from_month     integer NOT NULL,
        to_month       integer NOT NULL,
        PRIMARY KEY (county_code, line)
      )`);
    await runner.query(`CREATE INDEX claim_person ON claim (county_code, policy_code, beneficiary)`);
    // Households are kept for policies by area only, so that the others' claims cost one index less.
    await runner.query(`CREATE INDEX claim_household ON claim (county_code, household) WHERE household IS NOT NULL`);
    // Beside the claim, not in it: an update of a million claims would write them, and their indexes, twice.
    await runner.query(`CREATE TABLE paid_line (county_code text NOT NULL, line bigint NOT NULL, PRIMARY KEY (county_code, line))`);
  }

  private async hits(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE hit (
        county_code     text NOT NULL,
        id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        rule            text NOT NULL,
        line            bigint NOT NULL,
        other_line      bigint,
        batch_id        uuid NOT NULL,
        roll_id         uuid NOT NULL,
        revision        integer NOT NULL,
        policy_code     text NOT NULL,
        department      text NOT NULL,
        division_code   text NOT NULL,
        village_code    text NOT NULL,
        beneficiary     bigint NOT NULL,
        record          jsonb NOT NULL,
        import_id       uuid REFERENCES data_import,
        found_at        timestamptz NOT NULL,
        state           text NOT NULL DEFAULT 'open' CONSTRAINT hit_state CHECK (state IN ('open', 'confirmed', 'dismissed')),
        version         integer NOT NULL DEFAULT 1,
        decided_by      text,
        decider_name    text,
        decision_reason text,
        decided_at      timestamptz,
        withdrawn_at    timestamptz,
        CONSTRAINT hit_once UNIQUE NULLS NOT DISTINCT (county_code, line, rule, other_line),
        CONSTRAINT hit_decided CHECK ((state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decision_reason IS NULL))
      )`);
    await runner.query(`CREATE INDEX hit_batch ON hit (batch_id, line)`);
    await runner.query(`CREATE INDEX hit_roll ON hit (roll_id, revision)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE hit, paid_line, claim, screened_chunk, screening, roll, roll_entry, batch`);
  }
}
