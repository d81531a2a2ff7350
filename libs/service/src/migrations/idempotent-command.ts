import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IdempotentCommand1700000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE command (
        actor text NOT NULL,
        key text NOT NULL,
        route text NOT NULL,
        request_sha256 text NOT NULL,
        status smallint,
        response jsonb,
        sealed_response bytea,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (actor, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE command');
  }
}
