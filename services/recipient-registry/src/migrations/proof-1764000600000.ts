import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Recipients prove who they are by name, identity number and card: found by a keyed hash of the first two, so that no number is searched in
 * clear. People who were entered before have none until their township sends them again.
 */
export class Proof1764000600000 implements MigrationInterface {
  name = 'Proof1764000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE person ADD COLUMN proof_hash bytea;
      CREATE INDEX person_by_proof ON person (county_code, proof_hash) WHERE proof_hash IS NOT NULL;
      CREATE TABLE proof_attempt (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        county_code text NOT NULL,
        proof_hash  bytea NOT NULL,
        person      bigint,
        barred      boolean NOT NULL,
        at          timestamptz NOT NULL,
        CONSTRAINT proof_attempt_of_person FOREIGN KEY (county_code, person) REFERENCES person
      );
      CREATE INDEX proof_attempt_of ON proof_attempt (county_code, proof_hash, at);
      ALTER TABLE reading ADD COLUMN reader_post text, ADD COLUMN reader_department text, ADD COLUMN reader_division text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE reading DROP COLUMN reader_post, DROP COLUMN reader_department, DROP COLUMN reader_division;
      DROP TABLE proof_attempt;
      DROP INDEX person_by_proof;
      ALTER TABLE person DROP COLUMN proof_hash`);
  }
}
