import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 申领流程 and 咨询电话: columns of the published list. */
export class WordsForPeople1764000500000 implements MigrationInterface {
  name = 'WordsForPeople1764000500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE policy_version ADD COLUMN applying text, ADD COLUMN phone text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE policy_version DROP COLUMN applying, DROP COLUMN phone');
  }
}
