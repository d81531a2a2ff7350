import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The highest sequence that banks have answered a line with, where that is above 1: an earlier one that comes later changes nothing. */
export class LaterAnswers1764000200000 implements MigrationInterface {
  name = 'LaterAnswers1764000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE later_answer (
        county_code text NOT NULL,
        line bigint NOT NULL,
        sequence int NOT NULL CONSTRAINT later_answer_is_later CHECK (sequence > 1),
        PRIMARY KEY (county_code, line)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE later_answer');
  }
}
