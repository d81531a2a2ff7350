import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stood in the faulty rows of a roll's file, sealed, so that whoever sent it can mend them; a newer file takes its place. */
export class FaultyRows1764000400000 implements MigrationInterface {
  name = 'FaultyRows1764000400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE faulty_rows (
        county_code text NOT NULL,
        roll_id uuid NOT NULL REFERENCES roll,
        revision int NOT NULL,
        first_line bigint NOT NULL,
        rows bytea NOT NULL,
        PRIMARY KEY (roll_id, first_line)
      )`);
    await runner.query('ALTER TABLE faulty_rows ALTER COLUMN rows SET STORAGE EXTERNAL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE faulty_rows');
  }
}
