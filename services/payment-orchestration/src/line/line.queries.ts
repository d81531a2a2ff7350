import { Injectable } from '@nestjs/common';
import type { paymentOrchestrationApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { type Actor, decodeCursor, DomainError, page } from '@one-card/service';
import { z } from 'zod';
import { Access } from '../batch/access';
import { Batches } from '../batch/batches';
import { candidates, type ChunkSpan, type LineFilter, type Sought } from './line.candidates';
import { LINE_COLUMNS, type LineRow, lineViewOf } from './line.view';

type LineQuery = z.output<typeof paymentOrchestrationApi.lineQuery>;

/** Reads the lines of a batch: page by page, from any place, or all of them one after another. */
@Injectable()
export class LineQueries {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly access: Access,
  ) {}

  async page(batchId: string, { limit, cursor, position, ...filter }: LineQuery, actor: Actor) {
    const { sought } = await this.seen(actor, batchId, filter);
    const byLine = isByLine(filter);
    if (position !== undefined && byLine) throw positionWithFilter();
    const total = byLine ? null : sought.chunks.reduce((sum, { first, end }) => sum + end - first, 0);
    const after = position === undefined ? afterCursor(cursor) : before(sought.chunks, position);
    const rows: LineRow[] = [];
    for await (const some of this.every(sought, after, limit + 1)) if (rows.push(...some) > limit) break;
    const { items, next } = page(rows, limit, ({ line }) => [Number(line)]);
    return { items: items.map(lineViewOf), next, total };
  }

  /** Asks for the right before the first line is read; the lines follow as they are wanted. */
  async export(batchId: string, filter: LineFilter, actor: Actor) {
    const { batch, sought } = await this.seen(actor, batchId, filter);
    const every = this.every(sought, 0);
    async function* lines() {
      for await (const rows of every) for (const row of rows) yield lineViewOf(row);
    }
    return { batch, lines: lines() };
  }

  private async *every(sought: Sought, after: number, wanted = Infinity): AsyncIterable<LineRow[]> {
    for await (const lines of candidates(this.database, sought, after))
      for (let from = 0; from < lines.length; from += wanted) yield await this.read(sought, lines.slice(from, from + wanted));
  }

  private read({ countyCode, filter: { outcome, village, reason, text } }: Sought, lines: readonly number[]): Promise<LineRow[]> {
    return this.database.query<LineRow>(sql`
      SELECT ${LINE_COLUMNS}
      FROM line_state
      WHERE county_code = ${countyCode} AND line = ANY(${[...lines]}::bigint[]) AND NOT superseded
        AND (${outcome ?? null}::text IS NULL OR outcome = ${outcome ?? null})
        AND (${village ?? null}::text IS NULL OR village_code = ${village ?? null})
        AND (${reason ?? null}::text IS NULL OR reasons @> jsonb_build_array(jsonb_build_object('code', ${reason ?? null}::text)))
        AND (${text ?? null}::text IS NULL OR strpos(reasons::text, ${text ?? null}) > 0)
      ORDER BY line`);
  }

  /** A township sees the lines of its own rolls only; whoever sees none is refused. */
  private async seen(actor: Actor, batchId: string, filter: LineFilter) {
    const batch = await this.batches.find(batchId);
    const rolls = (await this.batches.rollsOf(batchId)).filter(({ id }) => filter.rollId === undefined || id === filter.rollId);
    await this.access.demandBatch(actor, batch, rolls);
    const rollIds: string[] = [];
    for (const roll of rolls) if (await this.access.seesRoll(actor, batch, roll)) rollIds.push(roll.id);
    const chunks = await this.chunksOf(rollIds);
    return { batch, sought: { countyCode: batch.county_code, rollIds, chunks, filter } };
  }

  /** Those whose lines stand in the table: what has not been matched has none yet. A million lines are five hundred. */
  private async chunksOf(rollIds: readonly string[]): Promise<ChunkSpan[]> {
    const rows = await this.database.query<{ chunk_id: string; first_line: string; lines: number }>(sql`
      SELECT chunk_id, first_line, lines
      FROM chunk
      WHERE roll_id = ANY(${[...rollIds]}::uuid[]) AND matched AND NOT superseded
      ORDER BY first_line`);
    return rows.map(({ chunk_id, first_line, lines }) => ({ chunkId: chunk_id, first: Number(first_line), end: Number(first_line) + lines }));
  }
}

/** The line before the one at this place, counted from 0; behind the last one, the last. */
function before(chunks: readonly ChunkSpan[], position: number): number {
  let behind = 0;
  for (const { first, end } of chunks) {
    if (position < behind + end - first) return first + position - behind - 1;
    behind += end - first;
  }
  return (chunks.at(-1)?.end ?? 1) - 1;
}

const isByLine = ({ rollId: _ofRoll, ...byLine }: LineFilter): boolean => Object.values(byLine).some((value) => value !== undefined);

const afterCursor = (cursor: string | undefined): number => decodeCursor(cursor, z.tuple([z.number()]))?.[0] ?? 0;

const positionWithFilter = () =>
  new DomainError('position-with-filter', 422, {
    zh: '按状态、村、疑点等筛选后不能跳转到指定位置,请逐页查看',
    en: 'A filtered list is read page by page: leave out `position`',
  });
