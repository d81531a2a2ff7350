import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many lines were credited when the people of a year were last looked at, and when they were last told. */
export class PeopleCounted1764000800000 implements MigrationInterface {
  name = 'PeopleCounted1764000800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE people_counted (
        county_code text NOT NULL,
        year int NOT NULL,
        seen_lines bigint NOT NULL,
        told_lines bigint NOT NULL,
        PRIMARY KEY (county_code, year)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE people_counted');
  }
}
