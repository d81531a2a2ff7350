import { Injectable } from '@nestjs/common';
import type { Outcome, paymentOrchestrationApi } from '@one-card/contracts';
import { Database, empty, join, type Sql, sql } from '@one-card/database';
import { type Actor, decodeCursor, DomainError, page } from '@one-card/service';
import { z } from 'zod';
import { Access } from '../batch/access';
import type { BatchRow } from '../batch/batch.row';
import { Batches } from '../batch/batches';
import { LINE_COLUMNS, type LineRow, lineViewOf } from './line.view';

type LineQuery = z.output<typeof paymentOrchestrationApi.lineQuery>;
type LineFilter = Omit<LineQuery, 'limit' | 'cursor' | 'position'>;

/** Lines of a batch that one may see, as the statements below ask for them. */
interface Seen {
  readonly batch: BatchRow;
  readonly rollIds: readonly string[];
}

const EXPORT_AT_ONCE = 2_000;

/** Reads the lines of a batch: page by page, from any place, or all of them one after another. */
@Injectable()
export class LineQueries {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly access: Access,
  ) {}

  async page(batchId: string, { limit, cursor, position, ...filter }: LineQuery, actor: Actor) {
    const seen = await this.seen(actor, batchId, filter.rollId);
    if (position !== undefined && isByLine(filter)) throw positionWithFilter();
    const total = isByLine(filter) ? null : await this.count(seen);
    const after = position === undefined ? afterCursor(cursor) : await this.before(seen, position);
    if (after === undefined) return { items: [], next: null, total };
    const { items, next } = page(await this.read(seen, filter, after, limit + 1), limit, ({ line }) => [Number(line)]);
    return { items: items.map(lineViewOf), next, total };
  }

  /** Asks for the right before the first line is read; the lines follow as they are wanted. */
  async export(batchId: string, filter: LineFilter, actor: Actor) {
    const seen = await this.seen(actor, batchId, filter.rollId);
    return { batch: seen.batch, lines: this.every(seen, filter) };
  }

  private async *every(seen: Seen, filter: LineFilter) {
    for (let after: number | undefined = 0; after !== undefined;) {
      const rows = await this.read(seen, filter, after, EXPORT_AT_ONCE);
      for (const row of rows) yield lineViewOf(row);
      after = rows.length < EXPORT_AT_ONCE ? undefined : Number(rows.at(-1)?.line);
    }
  }

  /** Chunk by chunk, so that a page costs what stands on it, however many lines lie before it and between the rolls. */
  private read({ batch, rollIds }: Seen, filter: LineFilter, after: number, limit: number): Promise<LineRow[]> {
    return this.database.query<LineRow>(sql`
      SELECT ${LINE_COLUMNS}
      FROM (SELECT first_line, first_line + lines AS end_line FROM chunk WHERE ${presentChunks(rollIds)} AND first_line + lines > ${after}::bigint + 1) c
      CROSS JOIN LATERAL (
        SELECT *
        FROM line_state
        WHERE county_code = ${batch.county_code} AND line >= greatest(c.first_line, ${after}::bigint + 1) AND line < c.end_line
          ${filtersOf(filter, rollIds)}) s
      ORDER BY c.first_line, line
      LIMIT ${limit}`);
  }

  /** Lines are consecutive in their chunks, so the line at a place is found by adding up chunks, of which a million lines have five hundred. */
  private async before({ rollIds }: Seen, position: number): Promise<number | undefined> {
    const chunk = await this.database.maybe<{ before: string }>(sql`
      SELECT first_line + ${position}::bigint - behind - 1 AS before
      FROM (
        SELECT first_line, lines, sum(lines) OVER (ORDER BY first_line) - lines AS behind
        FROM chunk
        WHERE ${presentChunks(rollIds)}) c
      WHERE behind <= ${position}::bigint AND ${position}::bigint < behind + lines`);
    return chunk === undefined ? undefined : Number(chunk.before);
  }

  private async count({ rollIds }: Seen): Promise<number> {
    const sum = await this.database.maybe<{ lines: number }>(sql`
      SELECT COALESCE(sum(lines), 0)::int AS lines FROM chunk WHERE ${presentChunks(rollIds)}`);
    return sum?.lines ?? 0;
  }

  /** A township sees the lines of its own rolls only; whoever sees none is refused. */
  private async seen(actor: Actor, batchId: string, rollId?: string): Promise<Seen> {
    const batch = await this.batches.find(batchId);
    const rolls = (await this.batches.rollsOf(batchId)).filter(({ id }) => rollId === undefined || id === rollId);
    await this.access.demandBatch(actor, batch, rolls);
    const rollIds: string[] = [];
    for (const roll of rolls) if (await this.access.seesRoll(actor, batch, roll)) rollIds.push(roll.id);
    return { batch, rollIds };
  }
}

/** Those whose lines stand in the table: what has not been matched has none yet. */
const presentChunks = (rollIds: readonly string[]): Sql => sql`roll_id = ANY(${[...rollIds]}::uuid[]) AND matched AND NOT superseded`;

const isByLine = ({ rollId: _ofRoll, ...byLine }: LineFilter): boolean => Object.values(byLine).some((value) => value !== undefined);

const afterCursor = (cursor: string | undefined): number => decodeCursor(cursor, z.tuple([z.number()]))?.[0] ?? 0;

/** Few lines are excepted, so what concerns them is sought among the exceptions and not among all lines. */
function filtersOf({ outcome, village, rule, reason, text }: LineFilter, rollIds: readonly string[]): Sql {
  const rolls = sql`ANY(${[...rollIds]}::uuid[])`;
  const filters: Sql[] = [];
  if (village !== undefined) filters.push(sql`AND village_code = ${village}`);
  if (outcome !== undefined) filters.push(sql`AND outcome = ${outcome}`);
  if (reason !== undefined) filters.push(sql`AND reasons @> ${JSON.stringify([{ code: reason }])}::jsonb`);
  if (text !== undefined) filters.push(sql`AND strpos(reasons::text, ${text}) > 0`);
  if (rule !== undefined) filters.push(sql`AND line IN (SELECT h.line FROM hold h WHERE h.roll_id = ${rolls} AND h.rule = ${rule})`);
  if (isExcepted(outcome) || reason !== undefined || text !== undefined)
    filters.push(sql`AND line IN (SELECT e.line FROM line_exception e WHERE e.roll_id = ${rolls})`);
  return filters.length === 0 ? empty : join(filters, ' ');
}

const isExcepted = (outcome: Outcome | undefined): boolean => outcome !== undefined && outcome !== 'underWay' && outcome !== 'paid';

const positionWithFilter = () =>
  new DomainError('position-with-filter', 422, {
    zh: '按状态、村、疑点等筛选后不能跳转到指定位置,请逐页查看',
    en: 'A filtered list is read page by page: leave out `position`',
  });
