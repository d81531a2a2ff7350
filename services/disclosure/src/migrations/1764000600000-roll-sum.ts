import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was disclosed as paid of each roll, so that it can be compared with payment by batch. By roll and not by batch: the facts of a roll come
 * one after the other, those of a batch side by side, and would wait for one row.
 */
export class RollSum1764000600000 implements MigrationInterface {
  name = 'RollSum1764000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE roll_sum (
        county_code text NOT NULL,
        roll_id     uuid NOT NULL,
        batch_id    uuid NOT NULL,
        singly      boolean NOT NULL,
        lines       bigint NOT NULL,
        amount_fen  bigint NOT NULL,
        PRIMARY KEY (county_code, roll_id)
      )`);
    await runner.query('CREATE INDEX roll_sum_of_batch ON roll_sum (county_code, batch_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE roll_sum');
  }
}
