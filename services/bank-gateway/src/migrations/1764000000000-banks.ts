import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE bank (
    county_code text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    agreement_no text NOT NULL,
    agreement_from date NOT NULL,
    agreement_to date NOT NULL,
    holds_bounced_days integer NOT NULL,
    PRIMARY KEY (county_code, code)
  )`,

  // The leg of the treasury: funded = credited + refunded + held, for each order and bank.
  `CREATE TABLE order_bank (
    county_code text NOT NULL,
    order_id uuid NOT NULL,
    bank_code text NOT NULL,
    order_no text NOT NULL,
    voucher_no text NOT NULL,
    funded_at timestamptz NOT NULL,
    funded_count integer NOT NULL,
    funded_fen bigint NOT NULL,
    ordered_count integer NOT NULL DEFAULT 0,
    ordered_fen bigint NOT NULL DEFAULT 0,
    credited_count integer NOT NULL DEFAULT 0,
    credited_fen bigint NOT NULL DEFAULT 0,
    bounced_count integer NOT NULL DEFAULT 0,
    bounced_fen bigint NOT NULL DEFAULT 0,
    refunded_fen bigint NOT NULL DEFAULT 0,
    held_fen bigint NOT NULL GENERATED ALWAYS AS (funded_fen - credited_fen - refunded_fen) STORED,
    ask_refund_at timestamptz,
    PRIMARY KEY (county_code, order_id, bank_code),
    CONSTRAINT voucher_funds_one_order UNIQUE (county_code, bank_code, voucher_no),
    CONSTRAINT ordered_within_funding CHECK (ordered_count <= funded_count AND ordered_fen <= funded_fen),
    CONSTRAINT answered_within_ordered CHECK (credited_count + bounced_count <= ordered_count AND credited_fen + bounced_fen <= ordered_fen),
    CONSTRAINT refunded_within_bounced CHECK (refunded_fen <= bounced_fen),
    CONSTRAINT nothing_below_zero CHECK (credited_count >= 0 AND credited_fen >= 0 AND bounced_count >= 0 AND bounced_fen >= 0
                                         AND refunded_fen >= 0 AND held_fen >= 0)
  )`,
  `CREATE INDEX order_bank_refund_due ON order_bank (ask_refund_at) WHERE ask_refund_at IS NOT NULL`,

  `CREATE TABLE ordered_chunk (
    county_code text NOT NULL,
    order_id uuid NOT NULL,
    chunk_id uuid NOT NULL,
    chunk jsonb NOT NULL,
    PRIMARY KEY (county_code, order_id, chunk_id)
  )`,

  // The instruction id is county, line and attempt written out, so this key is its key too, without a second index.
  `CREATE TABLE instruction (
    county_code text NOT NULL,
    line bigint NOT NULL,
    attempt smallint NOT NULL CHECK (attempt BETWEEN 1 AND 999),
    file_id uuid NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    PRIMARY KEY (county_code, line, attempt)
  )`,

  `CREATE TABLE bank_file (
    county_code text NOT NULL,
    file_id uuid NOT NULL,
    order_id uuid NOT NULL,
    chunk_id uuid NOT NULL,
    bank_code text NOT NULL,
    count integer NOT NULL,
    amount_fen bigint NOT NULL,
    digest text NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'unknown', 'sent', 'settled', 'refused')),
    tries integer NOT NULL DEFAULT 0,
    due_at timestamptz DEFAULT clock_timestamp(),
    answered_count integer NOT NULL DEFAULT 0,
    answered_fen bigint NOT NULL DEFAULT 0,
    reason text,
    built_at timestamptz NOT NULL,
    PRIMARY KEY (county_code, file_id),
    CONSTRAINT answered_within_file CHECK (answered_count <= count AND answered_fen <= amount_fen)
  )`,
  `ALTER TABLE bank_file ALTER COLUMN body SET STORAGE EXTERNAL`,
  `CREATE INDEX bank_file_due ON bank_file (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX bank_file_order ON bank_file (county_code, order_id)`,

  `CREATE TABLE answer (
    county_code text NOT NULL,
    line bigint NOT NULL,
    attempt smallint NOT NULL,
    sequence integer NOT NULL,
    state text NOT NULL CHECK (state IN ('credited', 'bounced')),
    reason text,
    raw_code text,
    raw_text text,
    serial text,
    credited_at timestamptz,
    notified_at timestamptz,
    PRIMARY KEY (county_code, line, attempt, sequence)
  )`,

  `CREATE TABLE refund (
    county_code text NOT NULL,
    bank_code text NOT NULL,
    voucher_no text NOT NULL,
    order_id uuid NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    at timestamptz NOT NULL,
    PRIMARY KEY (county_code, bank_code, voucher_no)
  )`,

  // A stranger's words may hold anything, so they are kept sealed.
  `CREATE TABLE suspicion (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    bank_code text NOT NULL,
    file_id text,
    why text NOT NULL,
    message bytea NOT NULL
  )`,
];

/** Banks and agreements, the money of each order at each bank, instructions with their files, and what the banks answered. */
export class Banks1764000000000 implements MigrationInterface {
  name = 'Banks1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE suspicion, refund, answer, bank_file, instruction, ordered_chunk, order_bank, bank');
  }
}
