import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChunkRef } from '@one-card/contracts';
import { raw, sql, type Transaction } from '@one-card/database';
import { Batches } from '../batch/batches';
import type { RollRow } from '../batch/batch.row';
import { moveRoll } from './roll.moves';

interface ProgressRow {
  chunks: number;
  matched: number;
  screened: number;
  cross_checked: boolean;
}

type RevisionOf = Pick<ChunkRef, 'rollId' | 'revision' | 'batchId'>;

const COUNTED = { matched: raw('matched = matched + 1'), screened: raw('screened = screened + 1'), crossChecked: raw('cross_checked = true') };

/** Counts a revision's chunks; the statement that counts the last one ends the stage. The inbox keeps duplicates from counting. */
@Injectable()
export class RollProgress {
  constructor(private readonly batches: Batches) {}

  async count(tx: Transaction, of: RevisionOf, what: keyof typeof COUNTED): Promise<void> {
    const progress = await tx.one<ProgressRow>(sql`
      UPDATE roll_progress
      SET ${COUNTED[what]}
      WHERE roll_id = ${of.rollId} AND revision = ${of.revision}
      RETURNING chunks, matched, screened, cross_checked`);
    if (what === 'matched' && progress.matched === progress.chunks) await this.finish(tx, of, 'matched');
    const { chunks, matched, screened, cross_checked: crossChecked } = progress;
    if (matched === chunks && screened === chunks && crossChecked) await this.finish(tx, of, 'checked');
  }

  /** A roll of a replaced revision takes no steps. */
  private async finish(tx: Transaction, of: RevisionOf, act: 'matched' | 'checked'): Promise<void> {
    const roll = await tx.one<RollRow>(sql`SELECT * FROM roll WHERE id = ${of.rollId}`);
    if (roll.revision !== of.revision) return;
    await this.batches.step(tx, of.batchId, { act, rollId: of.rollId }, async (locked) => {
      const { roll: present, to } = moveRoll(locked, of.rollId, act);
      const digest = act === 'checked' ? await rollDigest(tx, present) : null;
      await tx.execute(sql`UPDATE roll SET state = ${to}, digest = ${digest} WHERE id = ${present.id}`);
      return undefined;
    });
  }
}

/** Over the digests of the revision's chunks, the faulty rows included. */
export async function rollDigest(tx: Transaction, roll: Pick<RollRow, 'id' | 'revision'>): Promise<string> {
  const chunks = await tx.query<{ chunk_no: number; digest: string }>(sql`
    SELECT chunk_no, digest
    FROM chunk
    WHERE roll_id = ${roll.id} AND revision = ${roll.revision}
    ORDER BY chunk_no`);
  const parts = [`revision ${String(roll.revision)}`, ...chunks.map(({ chunk_no, digest }) => `${String(chunk_no)}:${digest}`)];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
