import type { MigrationInterface, QueryRunner } from 'typeorm';

const audit = `
  -- One chain a topic partition. Entries are only ever added: the service's role may neither change nor delete them.
  CREATE TABLE audit_head (
    topic text NOT NULL,
    partition int NOT NULL,
    entries bigint NOT NULL,
    last_offset bigint NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (topic, partition)
  );
  CREATE TABLE audit_entry (
    topic text NOT NULL,
    partition int NOT NULL,
    number bigint NOT NULL,
    kafka_offset bigint NOT NULL,
    event_id uuid NOT NULL,
    key text NOT NULL,
    time text NOT NULL,
    body_sha256 text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (topic, partition, number)
  );
  CREATE TABLE audit_published (
    topic text NOT NULL,
    partition int NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (topic, partition)
  );
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'an audit entry is never changed or deleted';
  END $$;
  CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const totals = `
  -- Sums of lines by what they are now: a fact adds to its new outcome and takes from its old one, on its own day.
  CREATE TABLE outcome_count (
    county_code text NOT NULL,
    policy_code text NOT NULL,
    batch_id uuid NOT NULL,
    roll_id uuid NOT NULL,
    revision int NOT NULL,
    division_code text NOT NULL,
    village_code text NOT NULL,
    bank_code text NOT NULL,
    day date NOT NULL,
    outcome text NOT NULL,
    lines bigint NOT NULL,
    amount_fen bigint NOT NULL,
    PRIMARY KEY (roll_id, revision, village_code, bank_code, day, outcome)
  );
  CREATE INDEX outcome_count_of_batch ON outcome_count (batch_id);`;

const watches = `
  CREATE TABLE batch_watch (
    batch_id uuid PRIMARY KEY,
    county_code text NOT NULL,
    version int NOT NULL,
    policy_code text NOT NULL,
    department text NOT NULL,
    state text NOT NULL,
    step int NOT NULL,
    due_at timestamptz,
    changed_at timestamptz NOT NULL
  );
  CREATE INDEX batch_watch_due ON batch_watch (due_at) WHERE due_at IS NOT NULL;
  -- What payment says that a roll holds, to be compared with the lines that were heard of.
  CREATE TABLE roll_watch (
    roll_id uuid PRIMARY KEY,
    county_code text NOT NULL,
    batch_id uuid NOT NULL,
    division_code text NOT NULL,
    revision int NOT NULL,
    state text NOT NULL,
    entered_lines int NOT NULL,
    entered_fen bigint NOT NULL,
    heard_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE order_watch (
    order_id uuid PRIMARY KEY,
    county_code text NOT NULL,
    batch_id uuid,
    funded_fen bigint NOT NULL DEFAULT 0,
    paid_fen bigint NOT NULL DEFAULT 0
  );
  CREATE TABLE dead_line (
    county_code text NOT NULL,
    line bigint NOT NULL,
    rule text NOT NULL,
    PRIMARY KEY (county_code, line)
  );
  CREATE TABLE account_payee (
    county_code text NOT NULL,
    account bigint NOT NULL,
    payee bigint NOT NULL,
    PRIMARY KEY (county_code, account, payee)
  );
  CREATE TABLE alert (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    version int NOT NULL,
    flag text NOT NULL,
    about text NOT NULL,
    batch_id uuid,
    line bigint,
    division_code text,
    zh text NOT NULL,
    en text NOT NULL,
    state text NOT NULL,
    raised_at timestamptz NOT NULL,
    CONSTRAINT alert_once UNIQUE (county_code, flag, about)
  );`;

/** The audit chains, sums, what is watched, and red flags. */
export class Supervision1764000000000 implements MigrationInterface {
  name = 'Supervision1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [audit, totals, watches]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE alert, account_payee, dead_line, order_watch, roll_watch, batch_watch, outcome_count, audit_published, audit_entry, audit_head;
      DROP FUNCTION refuse_change`);
  }
}
