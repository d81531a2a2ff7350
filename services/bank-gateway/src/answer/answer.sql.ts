import type { ChunkRef } from '@one-card/contracts';
import { sql, type Sql, type Transaction } from '@one-card/database';
import type { Answer } from './answer.rules';

/** Statements over a part of results: a few for the whole part, none for a line. */

export interface AnsweredFile {
  readonly countyCode: string;
  readonly orderId: string;
  readonly bankCode: string;
  readonly chunk: ChunkRef;
}

export type Fault = 'foreign' | 'amount' | 'contradiction' | 'superseded';

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

/** One part of a file after the other. */
export async function lockFile({ countyCode, bankCode, fileId }: Answer, tx: Transaction): Promise<AnsweredFile | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(fileId)) return undefined;
  return tx.maybe<AnsweredFile>(sql`
    SELECT f.county_code AS "countyCode", f.order_id AS "orderId", f.bank_code AS "bankCode", c.chunk
    FROM bank_file f
    JOIN ordered_chunk c USING (county_code, order_id, chunk_id)
    WHERE f.county_code = ${countyCode} AND f.file_id = ${fileId} AND f.bank_code = ${bankCode} AND f.state <> 'ready'
    FOR UPDATE OF f`);
}

export async function faultsOf({ countyCode, fileId, lines }: Answer, tx: Transaction): Promise<Fault | undefined> {
  const found = await tx.one<Record<Fault, boolean | null>>(sql`
    SELECT bool_or(i.line IS NULL) AS "foreign",
           bool_or(i.amount_fen <> told.amount_fen) AS amount,
           bool_or(a.state <> told.state) AS contradiction,
           bool_or(told.state = 'credited' AND told.sequence > 1 AND EXISTS (
             SELECT FROM instruction later
             WHERE later.county_code = ${countyCode} AND later.line = told.line AND later.attempt = told.attempt + 1)) AS superseded
    FROM unnest(${lines.line}::bigint[], ${lines.attempt}::smallint[], ${lines.sequence}::integer[], ${lines.state}::text[], ${lines.amountFen}::bigint[])
      AS told (line, attempt, sequence, state, amount_fen)
    LEFT JOIN instruction i
      ON i.county_code = ${countyCode} AND i.line = told.line AND i.attempt = told.attempt AND i.file_id = ${fileId}::uuid
    LEFT JOIN answer a
      ON a.county_code = ${countyCode} AND a.line = told.line AND a.attempt = told.attempt AND a.sequence = told.sequence`);
  const order: Fault[] = ['foreign', 'amount', 'contradiction', 'superseded'];
  return order.find((fault) => found[fault] === true);
}

const told = ({ lines }: Answer): Sql => sql`
  told AS (
    SELECT *
    FROM unnest(${lines.line}::bigint[], ${lines.attempt}::smallint[], ${lines.sequence}::integer[], ${lines.state}::text[], ${lines.amountFen}::bigint[],
                ${lines.reason}::text[], ${lines.rawCode}::text[], ${lines.rawText}::text[], ${lines.bankSerial}::text[],
                ${lines.creditedAt}::timestamptz[], ${lines.notifiedAt}::timestamptz[])
      WITH ORDINALITY
      AS part (line, attempt, sequence, state, amount_fen, reason, raw_code, raw_text, serial, credited_at, notified_at, place))`;

/**
 * Inserts what is new, and tells by how much the sums of the file move. The sub-selects see the table as it was before this statement, so
 * `prior` is what stood: the highest sequence of an instruction counts, whatever came first.
 */
export async function writeAnswers(answer: Answer, tx: Transaction): Promise<Written> {
  const { countyCode } = answer;
  const row = await tx.one<Omit<Written, 'places'> & { places: number[] | null }>(sql`
    WITH ${told(answer)},
    fresh AS (
      INSERT INTO answer (county_code, line, attempt, sequence, state, reason, raw_code, raw_text, serial, credited_at, notified_at)
      SELECT ${countyCode}, line, attempt, sequence, state, reason, raw_code, raw_text, serial, credited_at, notified_at
      FROM told
      ON CONFLICT DO NOTHING
      RETURNING line, attempt, sequence),
    newest AS (
      SELECT DISTINCT ON (line, attempt) line, attempt, sequence, told.state, told.amount_fen
      FROM fresh
      JOIN told USING (line, attempt, sequence)
      ORDER BY line, attempt, sequence DESC),
    moved AS (
      SELECT n.state, n.amount_fen, prior.state AS was
      FROM newest n
      LEFT JOIN LATERAL (
        SELECT a.sequence, a.state
        FROM answer a
        WHERE a.county_code = ${countyCode} AND a.line = n.line AND a.attempt = n.attempt
        ORDER BY a.sequence DESC
        LIMIT 1) AS prior ON true
      WHERE prior.sequence IS NULL OR prior.sequence < n.sequence)
    SELECT (SELECT array_agg((place - 1)::integer ORDER BY place) FROM fresh JOIN told USING (line, attempt, sequence)) AS places,
           (count(*) FILTER (WHERE was IS NULL))::integer AS "answeredCount",
           COALESCE(sum(amount_fen) FILTER (WHERE was IS NULL), 0) AS "answeredFen",
           (count(*) FILTER (WHERE state = 'credited') - count(*) FILTER (WHERE was = 'credited'))::integer AS "creditedCount",
           COALESCE(sum(amount_fen) FILTER (WHERE state = 'credited'), 0) - COALESCE(sum(amount_fen) FILTER (WHERE was = 'credited'), 0) AS "creditedFen",
           (count(*) FILTER (WHERE state = 'bounced') - count(*) FILTER (WHERE was = 'bounced'))::integer AS "bouncedCount",
           COALESCE(sum(amount_fen) FILTER (WHERE state = 'bounced'), 0) - COALESCE(sum(amount_fen) FILTER (WHERE was = 'bounced'), 0) AS "bouncedFen"
    FROM moved`);
  return { ...row, places: row.places ?? [] };
}

/** A file that is answered has been accepted, whether or not the bank said so; with its last answer it is settled. */
export async function bookFile({ countyCode, fileId }: Answer, written: Written, tx: Transaction): Promise<void> {
  await tx.execute(sql`
    UPDATE bank_file
    SET answered_count = answered_count + ${written.answeredCount},
        answered_fen = answered_fen + ${written.answeredFen}::bigint,
        state = CASE WHEN answered_count + ${written.answeredCount} = count THEN 'settled' ELSE 'sent' END,
        due_at = CASE WHEN answered_count + ${written.answeredCount} < count THEN due_at END
    WHERE county_code = ${countyCode} AND file_id = ${fileId}`);
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
        bounced_fen = bounced_fen + ${written.bouncedFen}::bigint
    WHERE county_code = ${countyCode} AND order_id = ${orderId} AND bank_code = ${bankCode}`);
  await tx.execute(sql`
    UPDATE order_bank
    SET ask_refund_at = clock_timestamp() + ${timeoutMs} * interval '1 millisecond'
    WHERE county_code = ${countyCode} AND order_id = ${orderId} AND bank_code = ${bankCode}
      AND credited_fen + bounced_fen = funded_fen AND bounced_fen > refunded_fen`);
}
