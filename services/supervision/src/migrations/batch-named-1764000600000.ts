import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people call a batch by. Empty for batches of which nothing has been heard since. */
export class BatchNamed1764000600000 implements MigrationInterface {
  name = 'BatchNamed1764000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE batch_watch ADD COLUMN seq int, ADD COLUMN period_from date, ADD COLUMN period_to date');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE batch_watch DROP COLUMN seq, DROP COLUMN period_from, DROP COLUMN period_to');
  }
}
