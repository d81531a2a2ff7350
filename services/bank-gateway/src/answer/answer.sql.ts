import type { ChunkRef } from '@one-card/contracts';
import { sql, type Sql, type Transaction } from '@one-card/database';
import type { Answer } from './answer.rules';

/**
 * Statements over a part of results: a few for the whole part, none for a line. LATERAL holds the planner to a look-up a line: without statistics
 * it reads all the instructions of the county, and all its answers, for each part.
 */

export interface AnsweredFile {
  readonly countyCode: string;
  readonly orderId: string;
  readonly bankCode: string;
  readonly parts: readonly string[];
  readonly chunks: readonly ChunkRef[];
}

const FAULTS = ['foreign', 'amount', 'contradiction', 'superseded'] as const;
export type Fault = (typeof FAULTS)[number];

/** What new answers change: a later sequence may turn a bounce into a credit. */
export interface Written {
  /** places in the answer's columns that were new */
  readonly places: number[];
  readonly answeredCount: number;
  readonly answeredFen: string;
  readonly creditedCount: number;
  readonly creditedFen: string;
  readonly bouncedCount: number;
  readonly bouncedFen: string;
}

/** One part of a file after the other. A file that was never sent, or that others were cut from, is none. */
export async function lockFile({ countyCode, bankCode, fileId }: Answer, tx: Transaction): Promise<AnsweredFile | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(fileId)) return undefined;
  const file = await tx.maybe<{ orderId: string }>(sql`
    SELECT order_id AS "orderId"
    FROM bank_file
    WHERE county_code = ${countyCode} AND file_id = ${fileId} AND bank_code = ${bankCode} AND state NOT IN ('ready', 'void')
    FOR UPDATE`);
  if (file === undefined) return undefined;
  const parts = await tx.query<{ partId: string; chunk: ChunkRef }>(sql`
    SELECT p.part_id AS "partId", c.chunk
    FROM file_part p
    JOIN ordered_chunk c USING (county_code, order_id, chunk_id)
    WHERE p.county_code = ${countyCode} AND p.file_id = ${fileId}`);
  return { countyCode, bankCode, ...file, parts: parts.map(({ partId }) => partId), chunks: parts.map(({ chunk }) => chunk) };
}

/** An array for PostgreSQL out of values that need no quotes: the driver would look through each. */
const plain = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;

const told = ({ lines }: Answer): Sql => sql`
  told AS MATERIALIZED (
    SELECT *
    FROM unnest(${plain(lines.line)}::bigint[], ${plain(lines.attempt)}::smallint[], ${plain(lines.sequence)}::integer[], ${plain(lines.state)}::text[],
                ${plain(lines.amountFen)}::bigint[], ${lines.reason}::text[], ${lines.rawCode}::text[], ${lines.rawText}::text[],
                ${lines.bankSerial}::text[], ${lines.creditedAt}::timestamptz[], ${lines.notifiedAt}::timestamptz[])
      WITH ORDINALITY
      AS part (line, attempt, sequence, state, amount_fen, reason, raw_code, raw_text, serial, credited_at, notified_at, place))`;

/** What was heard of these instructions before; the highest sequence of one counts, whatever came first. */
const known = ({ countyCode }: Answer): Sql => sql`
  known AS MATERIALIZED (
    SELECT a.line, a.attempt, a.sequence, a.state
    FROM (SELECT DISTINCT line, attempt FROM told) AS named
    CROSS JOIN LATERAL (
      SELECT * FROM answer WHERE county_code = ${countyCode} AND line = named.line AND attempt = named.attempt OFFSET 0) a)`;

/** What cannot be true: another file's instruction, another amount, another word under the same sequence, a credit after the next attempt. */
const fault = ({ countyCode }: Answer, { parts }: AnsweredFile): Sql => sql`
  fault AS MATERIALIZED (
    SELECT bool_or(i.line IS NULL) AS "foreign",
           bool_or(i.amount_fen <> told.amount_fen) AS amount,
           bool_or(k.state <> told.state) AS contradiction,
           bool_or(told.state = 'credited' AND told.sequence > 1 AND EXISTS (
             SELECT FROM instruction later
             WHERE later.county_code = ${countyCode} AND later.line = told.line AND later.attempt = told.attempt + 1)) AS superseded
    FROM told
    LEFT JOIN LATERAL (
      SELECT * FROM instruction
      WHERE county_code = ${countyCode} AND line = told.line AND attempt = told.attempt AND part_id = ANY (${parts}::uuid[])
      LIMIT 1) i ON true
    LEFT JOIN known k ON k.line = told.line AND k.attempt = told.attempt AND k.sequence = told.sequence)`;

interface WrittenRow extends Omit<Written, 'places'> {
  readonly faults: Record<Fault, boolean | null>;
  readonly places: number[] | null;
}

/**
 * Inserts what is new, if nothing of the part is at fault, and tells by how much the sums of the file move: one statement, since each looks
 * through the whole part. The file is locked, so nobody else writes answers to its instructions.
 */
export async function writeAnswers(answer: Answer, file: AnsweredFile, tx: Transaction): Promise<Written | { fault: Fault }> {
  const { faults, places, ...sums } = await tx.one<WrittenRow>(sql`
    WITH ${told(answer)}, ${known(answer)}, ${fault(answer, file)},
    fresh AS MATERIALIZED (
      SELECT told.*
      FROM told
      LEFT JOIN known k ON k.line = told.line AND k.attempt = told.attempt AND k.sequence = told.sequence
      WHERE k.line IS NULL AND NOT EXISTS (SELECT FROM fault f WHERE f."foreign" OR f.amount OR f.contradiction OR f.superseded)),
    written AS (
      INSERT INTO answer (county_code, line, attempt, sequence, state, reason, raw_code, raw_text, serial, credited_at, notified_at)
      SELECT ${answer.countyCode}, line, attempt, sequence, state, reason, raw_code, raw_text, serial, credited_at, notified_at
      FROM fresh),
    newest AS (
      SELECT DISTINCT ON (line, attempt) line, attempt, sequence, state, amount_fen
      FROM fresh
      ORDER BY line, attempt, sequence DESC),
    prior AS (
      SELECT DISTINCT ON (line, attempt) line, attempt, sequence, state
      FROM known
      ORDER BY line, attempt, sequence DESC),
    moved AS (
      SELECT n.state, n.amount_fen, p.state AS was
      FROM newest n
      LEFT JOIN prior p USING (line, attempt)
      WHERE p.sequence IS NULL OR p.sequence < n.sequence)
    SELECT (SELECT to_json(f) FROM fault f) AS faults,
           (SELECT json_agg(place - 1 ORDER BY place) FROM fresh) AS places,
           (count(*) FILTER (WHERE was IS NULL))::integer AS "answeredCount",
           COALESCE(sum(amount_fen) FILTER (WHERE was IS NULL), 0) AS "answeredFen",
           (count(*) FILTER (WHERE state = 'credited') - count(*) FILTER (WHERE was = 'credited'))::integer AS "creditedCount",
           COALESCE(sum(amount_fen) FILTER (WHERE state = 'credited'), 0) - COALESCE(sum(amount_fen) FILTER (WHERE was = 'credited'), 0) AS "creditedFen",
           (count(*) FILTER (WHERE state = 'bounced') - count(*) FILTER (WHERE was = 'bounced'))::integer AS "bouncedCount",
           COALESCE(sum(amount_fen) FILTER (WHERE state = 'bounced'), 0) - COALESCE(sum(amount_fen) FILTER (WHERE was = 'bounced'), 0) AS "bouncedFen"
    FROM moved`);
  const found = FAULTS.find((one) => faults[one] === true);
  return found === undefined ? { ...sums, places: places ?? [] } : { fault: found };
}

/**
 * A file that is answered has been accepted, whatever the bank said of it before; with its last answer it is settled, and what the bank was to be
 * told is no longer needed.
 */
export async function bookFile({ countyCode, fileId }: Answer, written: Written, tx: Transaction): Promise<void> {
  const { settled } = await tx.one<{ settled: boolean }>(sql`
    UPDATE bank_file
    SET answered_count = answered_count + ${written.answeredCount},
        answered_fen = answered_fen + ${written.answeredFen}::bigint,
        state = CASE WHEN answered_count + ${written.answeredCount} = count THEN 'settled' ELSE 'sent' END,
        remedy = CASE WHEN answered_count + ${written.answeredCount} = count THEN remedy END,
        due_at = CASE WHEN answered_count + ${written.answeredCount} < count THEN COALESCE(due_at, clock_timestamp()) END
    WHERE county_code = ${countyCode} AND file_id = ${fileId}
    RETURNING state = 'settled' AS settled`);
  if (settled)
    await tx.execute(sql`UPDATE file_part SET sealed = NULL WHERE county_code = ${countyCode} AND file_id = ${fileId} AND sealed IS NOT NULL`);
}

/** When all that was funded is answered and something bounced, a refund is due from the bank. */
export async function bookOrder(
  { countyCode, orderId, bankCode }: AnsweredFile,
  written: Written,
  timeoutMs: number,
  tx: Transaction,
): Promise<void> {
  await tx.execute(sql`
    UPDATE order_bank
    SET credited_count = credited_count + ${written.creditedCount},
        credited_fen = credited_fen + ${written.creditedFen}::bigint,
        bounced_count = bounced_count + ${written.bouncedCount},
        bounced_fen = bounced_fen + ${written.bouncedFen}::bigint,
        ask_refund_at = CASE
          WHEN credited_fen + ${written.creditedFen}::bigint + bounced_fen + ${written.bouncedFen}::bigint = funded_fen
            AND bounced_fen + ${written.bouncedFen}::bigint > refunded_fen
          THEN clock_timestamp() + ${timeoutMs} * interval '1 millisecond'
          ELSE ask_refund_at END
    WHERE county_code = ${countyCode} AND order_id = ${orderId} AND bank_code = ${bankCode}`);
}
