import { sql, type Sql } from '@one-card/database';

/**
 * Lines of a batch that an order may pay now: matched, of the present revision, neither rejected, held nor stopped, and in no live order.
 * Exceptions are few, so they are gathered once; a line is found by its chunk's range in the primary key.
 */
export const payableLines = (batchId: string): Sql => sql`
  WITH excepted AS MATERIALIZED (
    SELECT DISTINCT ON (x.line) x.county_code, x.line, x.outcome
    FROM line_exception x
    JOIN roll r ON r.id = x.roll_id AND r.revision = x.revision
    WHERE r.batch_id = ${batchId}
    ORDER BY x.line, x.sequence DESC),
  payable AS (
    SELECT c.chunk_id, l.line, l.amount_fen, l.bank_code
    FROM chunk c
    JOIN line l ON l.county_code = c.county_code AND l.line >= c.first_line AND l.line < c.first_line + c.lines
    WHERE c.batch_id = ${batchId} AND c.matched AND NOT c.superseded AND l.payee IS NOT NULL
      AND NOT EXISTS (SELECT FROM excepted e WHERE e.line = l.line AND e.outcome <> 'underWay')
      AND NOT EXISTS (SELECT FROM order_chunk k WHERE k.chunk_id = c.chunk_id AND k.live AND k.picked @> l.line))`;
