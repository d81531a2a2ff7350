import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who passed a case on to whom, and why; the words may name people, so they are sealed as those of the case are. */
export class CaseTransfer1764001000000 implements MigrationInterface {
  name = 'CaseTransfer1764001000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE citizen_case_transfer (
        case_id         uuid NOT NULL REFERENCES citizen_case,
        version         integer NOT NULL,
        from_department text,
        to_department   text,
        note            bytea NOT NULL,
        by_actor        text NOT NULL,
        by_name         text NOT NULL,
        at              timestamptz NOT NULL,
        PRIMARY KEY (case_id, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE citizen_case_transfer');
  }
}
