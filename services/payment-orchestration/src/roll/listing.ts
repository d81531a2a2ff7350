import { Injectable } from '@nestjs/common';
import { listedChunk } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import type { BatchRow, RollRow } from '../batch/batch.row';
import type { NoticeStep } from '../batch/chain';
import { type ChunkRow, chunkRefOf } from '../chunk/chunk-ref';

interface ListedLine {
  line: string;
  village_code: string;
  quantity_milli: string;
  amount_fen: string;
}

type BlockRow = ChunkRow & { listed_block: Buffer | null };

/** Hands a roll's lines to disclosure when the roll comes to a notice. */
@Injectable()
export class Listing {
  /** One chunk after another, so that memory does not grow with the roll. */
  async publish(tx: Transaction, batch: BatchRow, roll: RollRow, of: { noticeId: string; step: number; notice: NoticeStep }): Promise<void> {
    const chunks = await tx.query<ChunkRow>(sql`
      SELECT chunk_id, revision, chunk_no, first_line, lines, amount_fen
      FROM chunk
      WHERE roll_id = ${roll.id} AND revision = ${roll.revision} AND chunk_no > 0
      ORDER BY chunk_no`);
    for (const chunk of chunks) {
      const { listed_block: block } = await tx.one<BlockRow>(sql`SELECT listed_block FROM chunk WHERE chunk_id = ${chunk.chunk_id}`);
      const lines = await this.linesOf(tx, batch.county_code, chunk);
      await tx.publish(listedChunk, {
        chunk: chunkRefOf(batch, roll, chunk, chunks.length),
        noticeId: of.noticeId,
        rollDigest: roll.digest ?? '',
        step: of.step,
        place: of.notice.place,
        level: of.notice.level,
        basis: of.notice.basis,
        days: of.notice.days,
        lines: {
          line: lines.map(({ line }) => Number(line)),
          villageCode: lines.map(({ village_code }) => village_code),
          quantityMilli: lines.map(({ quantity_milli }) => Number(quantity_milli)),
          amountFen: lines.map(({ amount_fen }) => amount_fen),
        },
        people: block?.toString('base64') ?? null,
      });
    }
  }

  /** A held line may be paid later, so it is shown. */
  private linesOf(tx: Transaction, countyCode: string, chunk: ChunkRow): Promise<ListedLine[]> {
    return tx.query<ListedLine>(sql`
      SELECT line, village_code, quantity_milli, amount_fen
      FROM line_state
      WHERE county_code = ${countyCode} AND line >= ${chunk.first_line} AND line < ${Number(chunk.first_line) + chunk.lines}
        AND chunk_id = ${chunk.chunk_id} AND outcome NOT IN ('rejected', 'stopped')
      ORDER BY line`);
  }
}
