import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CitizenTries1764036000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE citizen_try (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key text NOT NULL,
        at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX citizen_try_key ON citizen_try (key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE citizen_try');
  }
}
