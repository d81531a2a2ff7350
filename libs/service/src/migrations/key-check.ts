import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeyCheck1700000000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE key_check (
        only_one boolean PRIMARY KEY DEFAULT true CONSTRAINT key_check_only_one CHECK (only_one),
        sealed bytea NOT NULL,
        lookup bytea NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE key_check');
  }
}
