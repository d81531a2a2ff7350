import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Who holds it stands sealed; it is found, and its name compared, by keyed hashes.
  `CREATE TABLE account (
    bank_code text NOT NULL,
    account_hash bytea NOT NULL,
    name_hash bytea NOT NULL,
    sealed bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('normal', 'closed', 'frozen', 'limit', 'inactive', 'other')),
    PRIMARY KEY (bank_code, account_hash)
  )`,

  `CREATE TABLE funding (
    bank_code text NOT NULL,
    order_id uuid NOT NULL,
    voucher_no text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    credited_count integer NOT NULL DEFAULT 0,
    credited_fen bigint NOT NULL DEFAULT 0,
    bounced_count integer NOT NULL DEFAULT 0,
    bounced_fen bigint NOT NULL DEFAULT 0,
    refunded_fen bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (bank_code, order_id),
    CONSTRAINT voucher_funds_one_order UNIQUE (bank_code, voucher_no),
    CONSTRAINT not_more_than_funded CHECK (credited_fen + bounced_fen <= amount_fen),
    CONSTRAINT not_more_than_bounced CHECK (refunded_fen <= bounced_fen)
  )`,
  // 代发户: what lies in it is what came, less what went to cards, less what went back.
  `CREATE VIEW paying_account AS
    SELECT bank_code, sum(amount_fen) AS funded_fen, sum(credited_count) AS credited_count, sum(credited_fen) AS credited_fen,
           sum(bounced_count) AS bounced_count, sum(bounced_fen) AS bounced_fen, sum(refunded_fen) AS refunded_fen,
           sum(amount_fen - credited_fen - refunded_fen) AS held_fen
    FROM funding
    GROUP BY bank_code`,

  `CREATE TABLE bank_file (
    file_id text PRIMARY KEY,
    bank_code text NOT NULL,
    order_id uuid NOT NULL,
    digest text NOT NULL,
    count integer NOT NULL,
    amount_fen bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('accepted', 'refused')),
    reason text,
    parts integer NOT NULL DEFAULT 0,
    business_date timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,

  `CREATE TABLE instruction (
    instruction_id text PRIMARY KEY,
    bank_code text NOT NULL,
    file_id text NOT NULL,
    account_hash bytea NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    raw_code text
  )`,

  // What was really credited. Nothing here keeps an instruction from being credited twice, so that the ledger would show it.
  `CREATE TABLE entry (
    entry_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bank_code text NOT NULL,
    instruction_id text NOT NULL,
    account_hash bytea NOT NULL,
    amount_fen bigint NOT NULL,
    booked_at timestamptz NOT NULL
  )`,

  `CREATE SEQUENCE refund_no`,
  `CREATE TABLE refund (
    bank_code text NOT NULL,
    voucher_no text NOT NULL,
    order_id uuid NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    at timestamptz NOT NULL,
    PRIMARY KEY (bank_code, voucher_no)
  )`,

  // Answers and refunds on their way to the gateway; copies_left above 1 is the bank that answers twice, due_at null the silent one.
  `CREATE TABLE letter (
    letter_id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('answer', 'refund')),
    bank_code text NOT NULL,
    order_id uuid NOT NULL,
    file_id text,
    place integer NOT NULL,
    body bytea NOT NULL,
    ready_at timestamptz NOT NULL,
    copies_left integer NOT NULL,
    due_at timestamptz,
    tries integer NOT NULL DEFAULT 0
  )`,
  `ALTER TABLE letter ALTER COLUMN body SET STORAGE EXTERNAL`,
  `CREATE INDEX letter_due ON letter (due_at, place) WHERE due_at IS NOT NULL`,
  `CREATE INDEX letter_file ON letter (file_id) WHERE kind = 'answer'`,
  `CREATE INDEX letter_order ON letter (order_id) WHERE kind = 'refund'`,

  `CREATE TABLE behaviour (
    one_row boolean PRIMARY KEY DEFAULT true CONSTRAINT behaviour_is_one_row CHECK (one_row),
    settings jsonb NOT NULL DEFAULT '{}'
  )`,
  `INSERT INTO behaviour DEFAULT VALUES`,
];

/** A bank's books: accounts, what funded its paying accounts, instructions, entries, refunds; and its letters to the gateway. */
export class Ledger1764000000100 implements MigrationInterface {
  name = 'Ledger1764000000100';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW paying_account');
    await runner.query('DROP TABLE behaviour, letter, refund, entry, instruction, bank_file, funding, account');
    await runner.query('DROP SEQUENCE refund_no');
  }
}
