import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Supervision goes from an account that many people are paid to down to their lines. Accounts of a township are neighbours as its people are, so
 * ranges by block find them and cost nothing where a tree would (see line_of_person).
 */
export class LinesOfAccount1764001000000 implements MigrationInterface {
  name = 'LinesOfAccount1764001000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX line_of_account ON line
      USING brin (account int8_minmax_multi_ops)
      WITH (pages_per_range = 32, autosummarize = on)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX line_of_account');
  }
}
