import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which chunk a line stands in, and the messages of a chunk in the audit chains: one row a chunk or a message, never one a line. */
export class ChunkWatch1764000500000 implements MigrationInterface {
  name = 'ChunkWatch1764000500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE chunk_watch (
        county_code text NOT NULL,
        first_line bigint NOT NULL,
        lines int NOT NULL,
        chunk_id uuid NOT NULL,
        PRIMARY KEY (county_code, first_line)
      )`);
    await runner.query('CREATE INDEX audit_entry_of_key ON audit_entry (key)');
    await runner.query('CREATE INDEX alert_of_line ON alert (county_code, line) WHERE line IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX alert_of_line, audit_entry_of_key');
    await runner.query('DROP TABLE chunk_watch');
  }
}
