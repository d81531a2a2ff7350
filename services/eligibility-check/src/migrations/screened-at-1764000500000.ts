import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a chunk was screened, for the history of its lines; unknown of those before. */
export class ScreenedAt1764000500000 implements MigrationInterface {
  name = 'ScreenedAt1764000500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE screened_chunk ADD COLUMN screened_at timestamptz');
    await runner.query('CREATE INDEX screened_chunk_line ON screened_chunk (county_code, first_line)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX screened_chunk_line');
    await runner.query('ALTER TABLE screened_chunk DROP COLUMN screened_at');
  }
}
