import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recipients look up what is theirs. Most are paid themselves, so that the second index holds few lines. */
export class MyLines1764000700000 implements MigrationInterface {
  name = 'MyLines1764000700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX line_of_beneficiary ON line (county_code, beneficiary);
      CREATE INDEX line_of_other_payee ON line (county_code, payee) WHERE payee <> beneficiary`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX line_of_beneficiary, line_of_other_payee');
  }
}
