import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A refused file can be given up: then its money goes back. */
export class Withdrawals1764200000100 implements MigrationInterface {
  name = 'Withdrawals1764200000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE bank_file ADD COLUMN withdrawn boolean NOT NULL DEFAULT false CHECK (state = 'refused' OR NOT withdrawn)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_file DROP COLUMN withdrawn');
  }
}
