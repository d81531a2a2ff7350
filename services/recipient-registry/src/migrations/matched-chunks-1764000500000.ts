import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which chunks were matched and whose accounts were found: one row a chunk, so that a line's history can tell of both. */
export class MatchedChunks1764000500000 implements MigrationInterface {
  name = 'MatchedChunks1764000500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE matched_chunk (
        county_code       text NOT NULL,
        first_line        bigint NOT NULL,
        chunk_id          uuid NOT NULL,
        policy_version_id uuid NOT NULL,
        division_code     text NOT NULL,
        payee             bigint[] NOT NULL,
        matched_at        timestamptz NOT NULL,
        PRIMARY KEY (county_code, first_line)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE matched_chunk');
  }
}
