import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries are only added and read as a whole: their number identifies them without an index, which would cost each of them a write. */
export class LeanLedger1764100000100 implements MigrationInterface {
  name = 'LeanLedger1764100000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE entry DROP CONSTRAINT entry_pkey');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE entry ADD PRIMARY KEY (entry_no)');
  }
}
