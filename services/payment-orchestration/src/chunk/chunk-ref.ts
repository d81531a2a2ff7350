import type { ChunkRef } from '@one-card/contracts';
import type { BatchRow, RollRow } from '../batch/batch.row';

/** A row of `chunk`, without its blocks. */
export interface ChunkRow {
  chunk_id: string;
  revision: number;
  chunk_no: number;
  first_line: string;
  lines: number;
  amount_fen: string;
}

/** A chunk as it is named in messages; `chunks` of its revision travel. */
export function chunkRefOf(batch: BatchRow, roll: Pick<RollRow, 'id' | 'division_code'>, chunk: ChunkRow, chunks: number): ChunkRef {
  return {
    countyCode: batch.county_code,
    projectId: batch.project_id,
    policyCode: batch.policy_code,
    policyVersionId: batch.policy_version_id,
    batchId: batch.id,
    rollId: roll.id,
    revision: chunk.revision,
    divisionCode: roll.division_code,
    chunkId: chunk.chunk_id,
    chunkNo: chunk.chunk_no,
    chunks,
    firstLine: Number(chunk.first_line),
    lines: chunk.lines,
    amountFen: chunk.amount_fen,
    periodFrom: batch.period_from,
    periodTo: batch.period_to,
  };
}
