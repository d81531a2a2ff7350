import type { MigrationInterface, QueryRunner } from 'typeorm';

const indicators = `
  CREATE TABLE indicator (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    project_id uuid NOT NULL,
    budget_year int NOT NULL,
    document_no text NOT NULL,
    received_at date NOT NULL,
    fund_nature text NOT NULL,
    function_code text NOT NULL,
    economic_code text NOT NULL,
    budget_unit text NOT NULL,
    project_code text NOT NULL,
    direct_mark boolean NOT NULL,
    tracking_code text,
    performance_target_id text,
    granted_fen bigint NOT NULL,
    available_fen bigint NOT NULL,
    reserved_fen bigint NOT NULL DEFAULT 0,
    paid_fen bigint NOT NULL DEFAULT 0,
    granted_at timestamptz NOT NULL,
    CONSTRAINT indicator_document_once UNIQUE (county_code, project_id, document_no),
    CONSTRAINT indicator_never_below_zero CHECK (available_fen >= 0 AND reserved_fen >= 0 AND paid_fen >= 0),
    CONSTRAINT indicator_conserved CHECK (granted_fen = available_fen + reserved_fen + paid_fen)
  );
  CREATE INDEX indicator_of_project ON indicator (project_id);
  CREATE TABLE indicator_movement (
    id bigserial PRIMARY KEY,
    county_code text NOT NULL,
    indicator_id uuid NOT NULL REFERENCES indicator,
    order_id uuid,
    kind text NOT NULL CONSTRAINT indicator_movement_kind CHECK (kind IN ('grant', 'reserve', 'release', 'pay', 'unpay')),
    amount_fen bigint NOT NULL CONSTRAINT indicator_movement_positive CHECK (amount_fen > 0),
    at timestamptz NOT NULL,
    by_actor text
  );
  CREATE INDEX indicator_movement_of ON indicator_movement (indicator_id, id);`;

const orders = `
  CREATE TABLE pay_order (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    order_no text NOT NULL CONSTRAINT pay_order_no_once UNIQUE,
    batch_id uuid NOT NULL REFERENCES batch,
    state text NOT NULL,
    payment_mode text NOT NULL,
    lines int NOT NULL,
    amount_fen bigint NOT NULL,
    chunks int NOT NULL,
    answered_lines int NOT NULL DEFAULT 0,
    opened_by text NOT NULL,
    opened_at timestamptz NOT NULL,
    approved_by text,
    approved_at timestamptz,
    refused_why text,
    CONSTRAINT pay_order_answered_within CHECK (answered_lines <= lines)
  );
  CREATE INDEX pay_order_of_batch ON pay_order (batch_id);
  CREATE SEQUENCE pay_order_serial;
  CREATE TABLE order_draw (
    order_id uuid NOT NULL REFERENCES pay_order,
    indicator_id uuid NOT NULL REFERENCES indicator,
    amount_fen bigint NOT NULL,
    paid_fen bigint NOT NULL DEFAULT 0,
    released_fen bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (order_id, indicator_id),
    CONSTRAINT order_draw_within CHECK (paid_fen >= 0 AND released_fen >= 0 AND paid_fen + released_fen <= amount_fen)
  );
  -- funded = credited + refunded + held, and never more refunded than bounced.
  CREATE TABLE order_bank (
    order_id uuid NOT NULL REFERENCES pay_order,
    bank_code text NOT NULL,
    lines int NOT NULL,
    amount_fen bigint NOT NULL,
    voucher_no text,
    funded_at timestamptz,
    funded_fen bigint NOT NULL DEFAULT 0,
    credited_lines int NOT NULL DEFAULT 0,
    credited_fen bigint NOT NULL DEFAULT 0,
    bounced_lines int NOT NULL DEFAULT 0,
    bounced_fen bigint NOT NULL DEFAULT 0,
    refunded_fen bigint NOT NULL DEFAULT 0,
    held_fen bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (order_id, bank_code),
    CONSTRAINT order_bank_voucher_once UNIQUE (bank_code, voucher_no),
    CONSTRAINT order_bank_conserved CHECK (funded_fen = credited_fen + refunded_fen + held_fen AND held_fen >= 0),
    CONSTRAINT order_bank_refunded_within CHECK (refunded_fen <= bounced_fen),
    CONSTRAINT order_bank_answered_within CHECK (credited_lines + bounced_lines <= lines)
  );
  -- Which lines of a chunk an order pays, and which of them the bank has credited: ranges of lines, since most are consecutive.
  CREATE TABLE order_chunk (
    order_id uuid NOT NULL REFERENCES pay_order,
    chunk_id uuid NOT NULL REFERENCES chunk,
    live boolean NOT NULL DEFAULT true,
    sent boolean NOT NULL DEFAULT false,
    picked int8multirange NOT NULL,
    lines int NOT NULL,
    amount_fen bigint NOT NULL,
    answered_lines int NOT NULL DEFAULT 0,
    credited int8multirange NOT NULL DEFAULT '{}',
    credited_lines int NOT NULL DEFAULT 0,
    credited_fen bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (order_id, chunk_id),
    CONSTRAINT order_chunk_within CHECK (answered_lines <= lines AND credited_lines <= answered_lines AND credited <@ picked)
  );
  CREATE INDEX order_chunk_of_chunk ON order_chunk (chunk_id);
  CREATE INDEX order_chunk_unsent ON order_chunk (order_id) WHERE live AND NOT sent;
  CREATE TABLE refund (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    order_id uuid NOT NULL REFERENCES pay_order,
    bank_code text NOT NULL,
    voucher_no text NOT NULL,
    amount_fen bigint NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT refund_voucher_once UNIQUE (bank_code, voucher_no)
  );
  CREATE TABLE treasury_application (
    application_no text PRIMARY KEY,
    county_code text NOT NULL,
    order_id uuid NOT NULL REFERENCES pay_order,
    body jsonb NOT NULL,
    written_at timestamptz,
    answered_at timestamptz
  );
  CREATE INDEX treasury_application_unwritten ON treasury_application (application_no) WHERE written_at IS NULL;`;

/** The views of the first migration, now that something can be ordered and paid. A credited line needs no row of its own. */
const views = `
  CREATE OR REPLACE VIEW line_state AS
  SELECT l.*, c.batch_id, c.roll_id, c.revision, c.chunk_no, c.superseded,
         CASE WHEN COALESCE(o.paid, false) THEN 'paid' ELSE COALESCE(e.outcome, 'underWay') END AS outcome,
         e.reason_code, COALESCE(e.reasons, '[]'::jsonb) AS reasons,
         COALESCE(e.sequence, 0) AS sequence, COALESCE(o.ordered, false) AS ordered
  FROM line l
  JOIN chunk c ON c.chunk_id = l.chunk_id AND c.county_code = l.county_code AND l.line >= c.first_line AND l.line < c.first_line + c.lines
  LEFT JOIN LATERAL (
    SELECT x.outcome, x.reason_code, x.reasons, x.sequence
    FROM line_exception x
    WHERE x.county_code = l.county_code AND x.line = l.line
    ORDER BY x.sequence DESC
    LIMIT 1) e ON true
  LEFT JOIN LATERAL (
    SELECT true AS ordered, bool_or(k.credited @> l.line) AS paid
    FROM order_chunk k
    WHERE k.chunk_id = l.chunk_id AND k.live AND k.picked @> l.line
    HAVING count(*) > 0) o ON true;
  CREATE OR REPLACE VIEW roll_outcome AS
  SELECT e.county_code, e.of_batch AS batch_id, e.roll_id, e.outcome, count(*)::int AS lines, sum(e.amount_fen)::bigint AS amount_fen
  FROM (
    SELECT DISTINCT ON (r.batch_id, x.roll_id, x.revision, x.line) r.batch_id AS of_batch, x.county_code, x.roll_id, x.outcome, x.amount_fen
    FROM line_exception x
    JOIN roll r ON r.id = x.roll_id AND r.revision = x.revision
    ORDER BY r.batch_id, x.roll_id, x.revision, x.line, x.sequence DESC) e
  WHERE e.outcome NOT IN ('underWay', 'paid')
  GROUP BY e.county_code, e.of_batch, e.roll_id, e.outcome
  UNION ALL
  SELECT c.county_code, c.batch_id, c.roll_id, 'paid', sum(k.credited_lines)::int, sum(k.credited_fen)::bigint
  FROM order_chunk k
  JOIN chunk c USING (chunk_id)
  WHERE k.live AND NOT c.superseded AND k.credited_lines > 0
  GROUP BY c.county_code, c.batch_id, c.roll_id;`;

/** Indicators, orders, vouchers, results and refunds. */
export class Orders1764000100000 implements MigrationInterface {
  name = 'Orders1764000100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [indicators, orders, views]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW roll_outcome, line_state;
      DROP TABLE treasury_application, refund, order_chunk, order_bank, order_draw, pay_order, indicator_movement, indicator;
      DROP SEQUENCE pay_order_serial`);
  }
}
