import type { paymentOrchestrationApi } from '@one-card/contracts';
import { type Database, type Sql, sql } from '@one-card/database';
import type { z } from 'zod';

export type LineFilter = Omit<z.output<typeof paymentOrchestrationApi.lineQuery>, 'limit' | 'cursor' | 'position'>;

/** Lines first … end - 1 of one chunk whose lines stand in the table. */
export interface ChunkSpan {
  readonly chunkId: string;
  readonly first: number;
  readonly end: number;
}

export interface Sought {
  readonly countyCode: string;
  readonly rollIds: readonly string[];
  readonly chunks: readonly ChunkSpan[];
  readonly filter: LineFilter;
}

/** So many lines are asked about at once. */
const SLICE = 1_000;
/** So many chunks are looked through at once where no index leads to the lines. */
const WINDOW = 25;

/**
 * Numbers of lines that may match, in order, some at a time: taken from where the filter is rarest, so that no page of a million lines looks
 * at all of them. Whether they do match the reader asks of `line_state`.
 */
export function candidates(database: Database, sought: Sought, after: number): AsyncIterable<number[]> {
  const { outcome, village, rule, reason, text } = sought.filter;
  if (rule !== undefined) return pages(database, (from) => heldBy(sought, rule, from), after);
  if (isExcepted(outcome) || reason !== undefined || text !== undefined) return pages(database, (from) => excepted(sought, from), after);
  if (outcome === 'paid') return windows(database, sought, after, paidOf);
  if (outcome === 'underWay') return windows(database, sought, after, underWayOf);
  if (village !== undefined) return windows(database, sought, after, ofVillage);
  return consecutive(sought.chunks, after);
}

const isExcepted = (outcome: LineFilter['outcome']): boolean => outcome !== undefined && outcome !== 'underWay' && outcome !== 'paid';

/** Nothing is sought: lines are consecutive in their chunks. */
async function* consecutive(chunks: readonly ChunkSpan[], after: number): AsyncIterable<number[]> {
  let slice: number[] = [];
  for (const { first, end } of chunks) {
    for (let line = Math.max(first, after + 1); line < end; line++) {
      if (slice.push(line) < SLICE) continue;
      yield await Promise.resolve(slice);
      slice = [];
    }
  }
  if (slice.length > 0) yield slice;
}

async function* pages(database: Database, statement: (from: number) => Sql, after: number): AsyncIterable<number[]> {
  for (let from = after; ;) {
    const lines = await read(database, statement(from));
    if (lines.length > 0) yield lines;
    if (lines.length < SLICE) return;
    from = lines.at(-1) ?? from;
  }
}

async function* windows(database: Database, sought: Sought, after: number, statement: (of: Sought, spans: Sql) => Sql): AsyncIterable<number[]> {
  const left = sought.chunks.filter(({ end }) => end > after + 1);
  for (let at = 0; at < left.length; at += WINDOW) {
    const lines = await read(database, statement(sought, spansOf(left.slice(at, at + WINDOW), after)));
    for (let from = 0; from < lines.length; from += SLICE) yield lines.slice(from, from + SLICE);
  }
}

async function read(database: Database, statement: Sql): Promise<number[]> {
  return (await database.query<{ line: string }>(statement)).map(({ line }) => Number(line));
}

const spansOf = (chunks: readonly ChunkSpan[], after: number): Sql => sql`
  unnest(${chunks.map(({ chunkId }) => chunkId)}::uuid[], ${chunks.map(({ first }) => Math.max(first, after + 1))}::bigint[],
         ${chunks.map(({ end }) => end)}::bigint[]) AS c (chunk_id, first, "end")`;

const heldBy = ({ rollIds }: Sought, rule: string, from: number): Sql => sql`
  SELECT DISTINCT line FROM hold WHERE roll_id = ANY(${[...rollIds]}::uuid[]) AND rule = ${rule} AND line > ${from}::bigint ORDER BY line LIMIT ${SLICE}`;

const excepted = ({ rollIds, filter: { outcome, reason, text } }: Sought, from: number): Sql => sql`
  SELECT line
  FROM (
    SELECT DISTINCT ON (x.line) x.line, x.outcome, x.reasons
    FROM line_exception x
    JOIN roll r ON r.id = x.roll_id AND r.revision = x.revision
    WHERE r.id = ANY(${[...rollIds]}::uuid[]) AND x.line > ${from}::bigint
    ORDER BY x.line, x.sequence DESC) e
  WHERE (${outcome ?? null}::text IS NULL OR outcome = ${outcome ?? null})
    AND (${reason ?? null}::text IS NULL OR reasons @> jsonb_build_array(jsonb_build_object('code', ${reason ?? null}::text)))
    AND (${text ?? null}::text IS NULL OR strpos(reasons::text, ${text ?? null}) > 0)
  ORDER BY line
  LIMIT ${SLICE}`;

const ofVillage = ({ countyCode, filter: { village } }: Sought, spans: Sql): Sql => sql`
  SELECT l.line
  FROM ${spans}
  JOIN line l ON l.county_code = ${countyCode} AND l.line >= c.first AND l.line < c."end"
  WHERE l.village_code = ${village ?? null}
  ORDER BY l.line`;

const paidOf = (_of: Sought, spans: Sql): Sql => sql`
  SELECT g.line
  FROM ${spans}
  JOIN order_chunk k ON k.chunk_id = c.chunk_id AND k.live
  CROSS JOIN LATERAL unnest(k.credited) AS r (lines)
  CROSS JOIN LATERAL generate_series(greatest(lower(r.lines), c.first), upper(r.lines) - 1) AS g (line)
  ORDER BY g.line`;

/** What is neither credited nor excepted. */
const underWayOf = ({ countyCode }: Sought, spans: Sql): Sql => sql`
  SELECT g.line
  FROM ${spans}
  CROSS JOIN LATERAL (SELECT range_agg(x) AS lines FROM order_chunk k, unnest(k.credited) x WHERE k.chunk_id = c.chunk_id AND k.live) paid
  CROSS JOIN LATERAL unnest(int8multirange(int8range(c.first, c."end")) - COALESCE(paid.lines, '{}')) AS r (lines)
  CROSS JOIN LATERAL generate_series(lower(r.lines), upper(r.lines) - 1) AS g (line)
  WHERE NOT EXISTS (
    SELECT
    FROM (
      SELECT e.outcome FROM line_exception e WHERE e.county_code = ${countyCode} AND e.line = g.line ORDER BY e.sequence DESC LIMIT 1) last
    WHERE last.outcome <> 'underWay')
  ORDER BY g.line`;
