import type { MigrationInterface, QueryRunner } from 'typeorm';

const batches = `
  CREATE TABLE batch (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    project_id uuid NOT NULL,
    policy_code text NOT NULL,
    policy_name text NOT NULL,
    policy_version_id uuid NOT NULL,
    department text NOT NULL,
    seq int NOT NULL,
    kind text NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    chain jsonb NOT NULL,
    state text NOT NULL,
    step int NOT NULL DEFAULT 0,
    version int NOT NULL DEFAULT 0,
    due_at timestamptz,
    -- where a batch that was sent back goes again (原岗续审), if its digest is still the one that was sent back
    resume_state text,
    resume_step int,
    resume_digest text,
    opened_by text NOT NULL,
    opened_at timestamptz NOT NULL,
    CONSTRAINT batch_seq_once UNIQUE (project_id, seq)
  );
  CREATE TABLE roll (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    batch_id uuid NOT NULL REFERENCES batch,
    division_code text NOT NULL,
    division_name text NOT NULL,
    state text NOT NULL,
    step int NOT NULL DEFAULT 0,
    revision int NOT NULL DEFAULT 0,
    digest text,
    upload_sha256 text,
    entered_by text,
    lines int NOT NULL DEFAULT 0,
    amount_fen bigint NOT NULL DEFAULT 0,
    due_at timestamptz,
    notice_id uuid,
    resume_step int,
    resume_digest text,
    CONSTRAINT roll_division_once UNIQUE (batch_id, division_code),
    CONSTRAINT roll_file_once UNIQUE (batch_id, upload_sha256)
  );
  -- Only consumers change this: they count here without waiting for those who act on the batch.
  CREATE TABLE roll_progress (
    roll_id uuid NOT NULL REFERENCES roll,
    revision int NOT NULL,
    chunks int NOT NULL,
    matched int NOT NULL DEFAULT 0,
    screened int NOT NULL DEFAULT 0,
    cross_checked boolean NOT NULL DEFAULT false,
    PRIMARY KEY (roll_id, revision),
    CONSTRAINT roll_progress_within CHECK (matched <= chunks AND screened <= chunks)
  );
  -- Every act on a batch: who held which post.
  CREATE TABLE batch_act (
    id bigserial PRIMARY KEY,
    county_code text NOT NULL,
    batch_id uuid NOT NULL REFERENCES batch,
    roll_id uuid,
    version int NOT NULL,
    act text NOT NULL,
    actor text,
    name text,
    post text,
    note text,
    at timestamptz NOT NULL
  );
  CREATE INDEX batch_act_of_batch ON batch_act (batch_id, actor);
  CREATE TABLE review (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    batch_id uuid NOT NULL REFERENCES batch,
    roll_id uuid REFERENCES roll,
    step int NOT NULL,
    post text NOT NULL,
    actor text NOT NULL,
    name text NOT NULL,
    acting_for text,
    decision text NOT NULL,
    opinion text NOT NULL,
    revision int,
    digest text NOT NULL,
    at timestamptz NOT NULL
  );
  CREATE INDEX review_of_batch ON review (batch_id, at);
  CREATE TABLE attachment (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    subject text NOT NULL,
    subject_id text NOT NULL,
    kind text NOT NULL,
    sha256 text NOT NULL,
    at timestamptz NOT NULL
  );`;

const uploads = `
  CREATE TABLE upload (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    roll_id uuid NOT NULL REFERENCES roll,
    actor text NOT NULL,
    key text NOT NULL,
    sha256 text NOT NULL,
    file_name text NOT NULL,
    revision int,
    status int NOT NULL,
    answer jsonb NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT upload_key_once UNIQUE (actor, key)
  );
  CREATE INDEX upload_of_roll ON upload (roll_id, at);
  -- What was read of a file so far, people already sealed; empty when no upload is under way.
  CREATE TABLE staged_chunk (
    upload_id uuid NOT NULL,
    roll_id uuid NOT NULL,
    faulty boolean NOT NULL,
    chunk_no int NOT NULL,
    chunk_id uuid NOT NULL,
    lines int NOT NULL,
    amount_fen bigint NOT NULL,
    columns bytea NOT NULL,
    people bytea,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (upload_id, faulty, chunk_no)
  );
  ALTER TABLE staged_chunk ALTER COLUMN columns SET STORAGE EXTERNAL;
  ALTER TABLE staged_chunk ALTER COLUMN people SET STORAGE EXTERNAL;
  CREATE TABLE row_fault (
    county_code text NOT NULL,
    line bigint NOT NULL,
    no int NOT NULL,
    roll_id uuid NOT NULL,
    revision int NOT NULL,
    row_no int NOT NULL,
    column_name text NOT NULL,
    code text NOT NULL,
    zh text NOT NULL,
    en text NOT NULL,
    PRIMARY KEY (county_code, line, no)
  );
  CREATE INDEX row_fault_of_roll ON row_fault (roll_id, revision, line, no);`;

const lines = `
  CREATE TABLE line_serial (county_code text PRIMARY KEY, next_line bigint NOT NULL DEFAULT 1);
  -- chunk_no 0 holds the faulty rows of a file: it never travels. Lines first_line … first_line + lines - 1 are this chunk's.
  CREATE TABLE chunk (
    chunk_id uuid PRIMARY KEY,
    county_code text NOT NULL,
    batch_id uuid NOT NULL REFERENCES batch,
    roll_id uuid NOT NULL REFERENCES roll,
    revision int NOT NULL,
    chunk_no int NOT NULL,
    first_line bigint NOT NULL,
    lines int NOT NULL,
    amount_fen bigint NOT NULL,
    matched boolean NOT NULL DEFAULT false,
    superseded boolean NOT NULL DEFAULT false,
    digest text,
    payee_block bytea,
    listed_block bytea,
    CONSTRAINT chunk_once UNIQUE (roll_id, revision, chunk_no)
  );
  ALTER TABLE chunk ALTER COLUMN payee_block SET STORAGE EXTERNAL;
  ALTER TABLE chunk ALTER COLUMN listed_block SET STORAGE EXTERNAL;
  CREATE INDEX chunk_of_batch ON chunk (batch_id) WHERE NOT superseded;
  CREATE INDEX chunk_of_line ON chunk (county_code, first_line);
  -- Inserted once, never updated. Batch, roll, period and upload are its chunk's.
  CREATE TABLE line (
    county_code text NOT NULL,
    line bigint NOT NULL,
    chunk_id uuid NOT NULL,
    row_no int NOT NULL,
    village_code text NOT NULL,
    subject_ref text NOT NULL,
    item_code text NOT NULL,
    quantity_milli bigint NOT NULL,
    rate_fen bigint NOT NULL,
    amount_fen bigint NOT NULL,
    beneficiary bigint,
    household bigint,
    head bigint,
    payee bigint,
    payee_basis text,
    bank_code text,
    account bigint,
    entitlement_id uuid,
    corrects_line bigint,
    PRIMARY KEY (county_code, line)
  );
  -- What became of a line against the course of its chunk; the highest sequence of a line wins. underWay: let go again.
  CREATE TABLE line_exception (
    county_code text NOT NULL,
    line bigint NOT NULL,
    sequence int NOT NULL,
    batch_id uuid NOT NULL,
    roll_id uuid NOT NULL,
    revision int NOT NULL,
    outcome text NOT NULL,
    reason_code text,
    reasons jsonb NOT NULL DEFAULT '[]',
    amount_fen bigint NOT NULL,
    at timestamptz NOT NULL,
    by_actor text,
    ref uuid,
    PRIMARY KEY (county_code, line, sequence)
  );
  CREATE INDEX line_exception_of_roll ON line_exception (roll_id, revision, line, sequence DESC);
  CREATE TABLE hold (
    county_code text NOT NULL,
    line bigint NOT NULL,
    kind text NOT NULL CONSTRAINT hold_kind CHECK (kind IN ('hit', 'objection')),
    ref uuid NOT NULL,
    batch_id uuid NOT NULL,
    roll_id uuid NOT NULL,
    open boolean NOT NULL,
    decision text,
    rule text,
    at timestamptz NOT NULL,
    PRIMARY KEY (county_code, line, kind, ref)
  );
  CREATE INDEX hold_of_ref ON hold (ref);
  CREATE INDEX hold_of_roll ON hold (roll_id);`;

/** Orders, which know what is ordered and paid, replace both views and keep their columns. */
const views = `
  CREATE VIEW line_state AS
  SELECT l.*, c.batch_id, c.roll_id, c.revision, c.chunk_no, c.superseded,
         COALESCE(e.outcome, 'underWay') AS outcome, e.reason_code, COALESCE(e.reasons, '[]'::jsonb) AS reasons,
         COALESCE(e.sequence, 0) AS sequence, false AS ordered
  FROM line l
  -- the range lets a chunk's lines be found by their primary key
  JOIN chunk c ON c.chunk_id = l.chunk_id AND c.county_code = l.county_code AND l.line >= c.first_line AND l.line < c.first_line + c.lines
  LEFT JOIN LATERAL (
    SELECT x.outcome, x.reason_code, x.reasons, x.sequence
    FROM line_exception x
    WHERE x.county_code = l.county_code AND x.line = l.line
    ORDER BY x.sequence DESC
    LIMIT 1) e ON true;
  -- Lines of the present revisions that are not under way, each counted once: by its latest exception, or with its settled chunk.
  CREATE VIEW roll_outcome AS
  SELECT e.county_code, e.of_batch AS batch_id, e.roll_id, e.outcome, count(*)::int AS lines, sum(e.amount_fen)::bigint AS amount_fen
  FROM (
    SELECT DISTINCT ON (r.batch_id, x.roll_id, x.revision, x.line) r.batch_id AS of_batch, x.county_code, x.roll_id, x.outcome, x.amount_fen
    FROM line_exception x
    JOIN roll r ON r.id = x.roll_id AND r.revision = x.revision
    ORDER BY r.batch_id, x.roll_id, x.revision, x.line, x.sequence DESC) e
  WHERE e.outcome <> 'underWay'
  GROUP BY e.county_code, e.of_batch, e.roll_id, e.outcome;`;

/** Batches, rolls, lines, reviews and holds. */
export class Rolls1764000000000 implements MigrationInterface {
  name = 'Rolls1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [batches, uploads, lines, views]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW roll_outcome, line_state;
      DROP TABLE hold, line_exception, line, chunk, line_serial, row_fault, staged_chunk, upload, attachment, review, batch_act,
                 roll_progress, roll, batch`);
  }
}
