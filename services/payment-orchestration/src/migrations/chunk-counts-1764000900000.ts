import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Kept by the statements that write exceptions and holds, whoever sends them; all of them hold the chunk, so nobody waits for these rows. */
const counts = `
  CREATE TABLE chunk_outcome (
    chunk_id uuid NOT NULL,
    outcome text NOT NULL,
    lines int NOT NULL,
    amount_fen bigint NOT NULL,
    PRIMARY KEY (chunk_id, outcome)
  );
  CREATE TABLE chunk_hits (chunk_id uuid PRIMARY KEY, hits int NOT NULL, open int NOT NULL);

  CREATE FUNCTION count_exceptions() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO chunk_outcome AS o (chunk_id, outcome, lines, amount_fen)
    SELECT l.chunk_id, step.outcome, sum(step.lines), sum(step.lines * a.amount_fen)
    FROM added a
    JOIN line l ON l.county_code = a.county_code AND l.line = a.line
    LEFT JOIN LATERAL (
      SELECT x.outcome FROM line_exception x
      WHERE x.county_code = a.county_code AND x.line = a.line AND x.sequence < a.sequence
      ORDER BY x.sequence DESC
      LIMIT 1) before ON true
    CROSS JOIN LATERAL (VALUES (a.outcome, 1), (before.outcome, -1)) AS step (outcome, lines)
    WHERE step.outcome NOT IN ('underWay', 'paid')
    GROUP BY l.chunk_id, step.outcome
    ORDER BY l.chunk_id, step.outcome
    ON CONFLICT (chunk_id, outcome) DO UPDATE SET lines = o.lines + excluded.lines, amount_fen = o.amount_fen + excluded.amount_fen;
    RETURN NULL;
  END $$;
  CREATE TRIGGER exceptions_counted AFTER INSERT ON line_exception REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_exceptions();

  CREATE FUNCTION count_hits() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO chunk_hits AS h (chunk_id, hits, open)
    SELECT l.chunk_id, count(*), count(*) FILTER (WHERE a.open)
    FROM added a
    JOIN line l ON l.county_code = a.county_code AND l.line = a.line
    WHERE a.kind = 'hit'
    GROUP BY l.chunk_id
    ORDER BY l.chunk_id
    ON CONFLICT (chunk_id) DO UPDATE SET hits = h.hits + excluded.hits, open = h.open + excluded.open;
    RETURN NULL;
  END $$;
  CREATE TRIGGER hits_counted AFTER INSERT ON hold REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_hits();

  CREATE FUNCTION count_decided_hits() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE chunk_hits h
    SET open = h.open - d.closed
    FROM (
      SELECT l.chunk_id, count(*) FILTER (WHERE b.open) - count(*) FILTER (WHERE a.open) AS closed
      FROM after a
      JOIN before b USING (county_code, line, kind, ref)
      JOIN line l ON l.county_code = a.county_code AND l.line = a.line
      WHERE a.kind = 'hit'
      GROUP BY l.chunk_id) d
    WHERE h.chunk_id = d.chunk_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER decided_hits_counted AFTER UPDATE ON hold REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION count_decided_hits();`;

const fill = `
  INSERT INTO chunk_outcome (chunk_id, outcome, lines, amount_fen)
  SELECT l.chunk_id, e.outcome, count(*), sum(e.amount_fen)
  FROM (SELECT DISTINCT ON (county_code, line) * FROM line_exception ORDER BY county_code, line, sequence DESC) e
  JOIN line l ON l.county_code = e.county_code AND l.line = e.line
  WHERE e.outcome NOT IN ('underWay', 'paid')
  GROUP BY l.chunk_id, e.outcome;
  INSERT INTO chunk_hits (chunk_id, hits, open)
  SELECT l.chunk_id, count(*), count(*) FILTER (WHERE h.open)
  FROM hold h
  JOIN line l ON l.county_code = h.county_code AND l.line = h.line
  WHERE h.kind = 'hit'
  GROUP BY l.chunk_id;`;

/** What `roll_outcome` told so far is summed from the lines' own rows: reconciling looks there. */
const views = `
  ALTER VIEW roll_outcome RENAME TO roll_outcome_of_lines;
  CREATE VIEW roll_outcome AS
  SELECT c.county_code, c.batch_id, c.roll_id, o.outcome, sum(o.lines)::int AS lines, sum(o.amount_fen)::bigint AS amount_fen
  FROM chunk c
  JOIN chunk_outcome o USING (chunk_id)
  WHERE NOT c.superseded
  GROUP BY c.county_code, c.batch_id, c.roll_id, o.outcome
  HAVING sum(o.lines) > 0
  UNION ALL
  SELECT c.county_code, c.batch_id, c.roll_id, 'paid', sum(k.credited_lines)::int, sum(k.credited_fen)::bigint
  FROM chunk c
  JOIN order_chunk k USING (chunk_id)
  WHERE k.live AND NOT c.superseded AND k.credited_lines > 0
  GROUP BY c.county_code, c.batch_id, c.roll_id;`;

/** Batches are looked at all the time, by people and by whoever follows a run: what they show of each roll is counted, not searched. */
export class ChunkCounts1764000900000 implements MigrationInterface {
  name = 'ChunkCounts1764000900000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [counts, fill, views]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW roll_outcome;
      ALTER VIEW roll_outcome_of_lines RENAME TO roll_outcome;
      DROP TRIGGER exceptions_counted ON line_exception;
      DROP TRIGGER hits_counted ON hold;
      DROP TRIGGER decided_hits_counted ON hold;
      DROP FUNCTION count_exceptions, count_hits, count_decided_hits;
      DROP TABLE chunk_outcome, chunk_hits`);
  }
}
