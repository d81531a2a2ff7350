import { sql, type Sql } from '@one-card/database';
import type { ChunkScope, RollScope } from './rule';

/** Claims of one chunk, by their line numbers: the primary key finds them. */
export const claimsOfChunk = ({ countyCode, chunkId, firstLine, lastLine }: ChunkScope): Sql => sql`
  SELECT *
  FROM claim
  WHERE county_code = ${countyCode} AND line BETWEEN ${firstLine} AND ${lastLine} AND chunk_id = ${chunkId}`;

/**
 * Claims of a roll revision, with what their chunk says of them. OFFSET 0 keeps the planner from joining freely: each chunk's lines are a range
 * of the primary key, which it would leave for a scan of every claim of the county.
 */
export const claimsOfRoll = ({ countyCode, rollId, revision }: RollScope): Sql => sql`
  SELECT c.*, k.batch_id, k.batch_kind
  FROM screened_chunk k
  CROSS JOIN LATERAL (
    SELECT *
    FROM claim
    WHERE county_code = ${countyCode} AND line BETWEEN k.first_line AND k.last_line AND chunk_id = k.id
    OFFSET 0) c
  WHERE k.roll_id = ${rollId} AND k.revision = ${revision}`;

/** Claims of a claim's beneficiary under certain policies. OFFSET 0 keeps to one look-up a person, whatever the planner takes the table for. */
export const claimsOfPerson = (claim: Sql, policies: Sql): Sql => sql`
  SELECT *
  FROM claim
  WHERE county_code = ${claim}.county_code AND policy_code ${policies} AND beneficiary = ${claim}.beneficiary
  OFFSET 0`;

/** A correction or a difference pays more of what an earlier line claimed already: it competes with no line outside its own batch. */
export const claimsAnew = (kind: Sql): Sql => sql`${kind} IN ('regular', 'supplement')`;

/**
 * A conflict is one pair, whichever line came first; both of its lines are hit. What the clerk needs to know of the other line is added
 * where the hit is kept.
 */
export const bothLinesOf = (pairs: Sql): Sql => sql`
  SELECT side.line, side.other_line, NULL::uuid AS import_id, '{}'::jsonb AS record
  FROM (${pairs}) pair (mine, other)
  CROSS JOIN LATERAL (VALUES (pair.mine, pair.other), (pair.other, pair.mine)) side (line, other_line)`;
