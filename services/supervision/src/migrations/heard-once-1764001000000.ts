import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An event is looked up in the chains before it enters one. */
export class HeardOnce1764001000000 implements MigrationInterface {
  name = 'HeardOnce1764001000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX audit_entry_of_event ON audit_entry (event_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX audit_entry_of_event');
  }
}
