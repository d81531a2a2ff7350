import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // What one bank has to do of one chunk. Parts are gathered into files; `sealed` is what the bank is to be told, and goes when its file is settled.
  `CREATE TABLE file_part (
    county_code text NOT NULL,
    part_id uuid NOT NULL,
    order_id uuid NOT NULL,
    chunk_id uuid NOT NULL,
    bank_code text NOT NULL,
    count integer NOT NULL,
    amount_fen bigint NOT NULL,
    sealed bytea,
    file_id uuid,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (county_code, part_id)
  )`,
  `ALTER TABLE file_part ALTER COLUMN sealed SET STORAGE EXTERNAL`,
  `INSERT INTO file_part (county_code, part_id, order_id, chunk_id, bank_code, count, amount_fen, file_id, made_at)
   SELECT county_code, file_id, order_id, chunk_id, bank_code, count, amount_fen, file_id, built_at FROM bank_file`,
  `CREATE INDEX file_part_open ON file_part (county_code, order_id, bank_code) WHERE file_id IS NULL`,
  `CREATE INDEX file_part_file ON file_part (county_code, file_id)`,

  // An instruction stands in one part for ever, and its part in one live file.
  `ALTER TABLE instruction RENAME COLUMN file_id TO part_id`,
  `ALTER TABLE bank_file
     DROP COLUMN chunk_id,
     DROP CONSTRAINT bank_file_state_check,
     ADD CONSTRAINT bank_file_state_check CHECK (state IN ('ready', 'unknown', 'sent', 'settled', 'refused', 'void')),
     ADD COLUMN remedy text CHECK (remedy IN ('cutAnew', 'bounce')),
     ADD COLUMN decided_by text,
     ADD CONSTRAINT only_a_refused_file_is_remedied CHECK (remedy IS NULL OR state IN ('refused', 'void', 'settled'))`,
];

/** A bank file carries parts of several chunks of its order; one that was refused can be cut anew or bounced. */
export class FileParts1764100000000 implements MigrationInterface {
  name = 'FileParts1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    return Promise.reject(new Error('files of several chunks cannot be taken apart again'));
  }
}
