import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { rolledChunk } from '@one-card/contracts';
import { type CopyValue, Database, sql, type Transaction } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import type { BatchRow, RollRow } from '../batch/batch.row';
import { chunkRefOf, type ChunkRow } from '../chunk/chunk-ref';
import { type LineFact, LineOutcomes, type LineScope } from '../line/line-outcomes';
import type { FaultyColumns, Staged, StagedColumns } from './staging';

interface StagedRow {
  chunk_no: number;
  chunk_id: string;
  lines: number;
  amount_fen: string;
  columns: Buffer;
  people: Buffer | null;
}

/** The chunk of a revision's faulty rows: numbered, never sent. */
const FAULTY_CHUNK_NO = 0;

const LINE_COLUMNS = [
  ...['county_code', 'line', 'chunk_id', 'row_no', 'village_code', 'subject_ref', 'item_code', 'quantity_milli', 'rate_fen', 'amount_fen'],
];
const EXCEPTION_COLUMNS = [
  ...['county_code', 'line', 'sequence', 'batch_id', 'roll_id', 'revision', 'outcome', 'reason_code', 'reasons', 'amount_fen', 'at'],
];
const FAULT_COLUMNS = ['county_code', 'line', 'no', 'roll_id', 'revision', 'row_no', 'column_name', 'code', 'zh', 'en'];

/** Turns what was staged into the chunks and lines of a new revision; all of it in the transaction that also moves the roll. */
@Injectable()
export class Release {
  constructor(
    private readonly database: Database,
    private readonly outcomes: LineOutcomes,
  ) {}

  /** `roll` is already at its new revision. */
  async release(tx: Transaction, batch: BatchRow, roll: RollRow, staged: Staged, sha256: string): Promise<void> {
    const firstLine = await this.allot(batch.county_code, staged.lines);
    await this.releaseFaulty(tx, batch, roll, staged, firstLine);
    if (staged.chunks > 0) {
      await tx.execute(sql`INSERT INTO roll_progress (roll_id, revision, chunks) VALUES (${roll.id}, ${roll.revision}, ${staged.chunks})`);
    }
    await this.releaseGood(tx, batch, roll, staged, { firstLine: firstLine + staged.rejected, sha256 });
    await tx.execute(sql`DELETE FROM staged_chunk WHERE upload_id = ${staged.uploadId}`);
  }

  /**
   * Line numbers of the county grow and are never given twice. They are taken outside the transaction, or every upload of the county would wait for
   * the one before: a release that fails leaves a gap.
   */
  private async allot(countyCode: string, lines: number): Promise<number> {
    const [allotted] = await this.database.query<{ first: string }>(sql`
      INSERT INTO line_serial AS s (county_code, next_line)
      VALUES (${countyCode}, ${1 + lines})
      ON CONFLICT (county_code) DO UPDATE SET next_line = s.next_line + ${lines}
      RETURNING next_line - ${lines}::bigint AS first`);
    if (allotted === undefined) throw new Error('no line numbers were allotted');
    return Number(allotted.first);
  }

  private async releaseGood(
    tx: Transaction,
    batch: BatchRow,
    roll: RollRow,
    staged: Staged,
    of: { firstLine: number; sha256: string },
  ): Promise<void> {
    let { firstLine } = of;
    for (let chunkNo = 1; chunkNo <= staged.chunks; chunkNo++) {
      const { people, columns, ...chunk } = await this.staged(tx, staged.uploadId, false, chunkNo);
      const row: ChunkRow = { ...chunk, revision: roll.revision, first_line: String(firstLine) };
      await this.insertChunk(tx, batch, roll, row);
      await tx.publish(rolledChunk, {
        chunk: chunkRefOf(batch, roll, row, staged.chunks),
        uploadSha256: of.sha256,
        lines: JSON.parse(columns.toString()) as StagedColumns,
        people: people?.toString('base64') ?? '',
      });
      firstLine += chunk.lines;
    }
  }

  private async releaseFaulty(tx: Transaction, batch: BatchRow, roll: RollRow, staged: Staged, firstLine: number): Promise<void> {
    if (staged.rejected === 0) return;
    const chunkId = uuidv7();
    const digest = createHash('sha256');
    let line = firstLine;
    for (let no = 1; line < firstLine + staged.rejected; no++) {
      const piece = await this.staged(tx, staged.uploadId, true, no);
      digest.update(piece.columns);
      await this.reject(tx, batch, roll, { chunkId, firstLine: line }, JSON.parse(piece.columns.toString()) as FaultyColumns);
      await tx.execute(sql`
        INSERT INTO faulty_rows (county_code, roll_id, revision, first_line, rows)
        VALUES (${batch.county_code}, ${roll.id}, ${roll.revision}, ${line}, ${piece.people})`);
      line += piece.lines;
    }
    const of = { chunk_id: chunkId, revision: roll.revision, chunk_no: FAULTY_CHUNK_NO, first_line: String(firstLine) };
    await this.insertChunk(tx, batch, roll, { ...of, lines: staged.rejected, amount_fen: String(staged.rejectedFen) }, digest.digest('hex'));
  }

  /** Faulty rows are lines too, rejected from the start with all their reasons. */
  private async reject(
    tx: Transaction,
    batch: BatchRow,
    roll: RollRow,
    of: { chunkId: string; firstLine: number },
    rows: FaultyColumns,
  ): Promise<void> {
    const { county_code: county } = batch;
    const at = await tx.now();
    const lines: CopyValue[][] = [];
    const exceptions: CopyValue[][] = [];
    const faults: CopyValue[][] = [];
    for (const [i, found] of rows.faults.entries()) {
      const line = of.firstLine + i;
      const rowNo = rows.rowNo[i] ?? 0;
      const amount = rows.amountFen[i] ?? '0';
      const reasons = JSON.stringify(found.map(({ reason }) => reason));
      lines.push([
        ...[county, line, of.chunkId, rowNo, rows.villageCode[i] ?? roll.division_code, rows.subjectRef[i] ?? '', rows.itemCode[i] ?? ''],
        ...[rows.quantityMilli[i] ?? 0, rows.rateFen[i] ?? '0', amount],
      ]);
      exceptions.push([county, line, 1, batch.id, roll.id, roll.revision, 'rejected', found[0]?.reason.code ?? null, reasons, amount, at]);
      for (const [no, { column, reason }] of found.entries()) {
        faults.push([county, line, no + 1, roll.id, roll.revision, rowNo, column, reason.code, reason.zh, reason.en]);
      }
    }
    await tx.copy('line', LINE_COLUMNS, lines);
    await tx.copy('line_exception', EXCEPTION_COLUMNS, exceptions);
    await tx.copy('row_fault', FAULT_COLUMNS, faults);
    await this.outcomes.say(tx, scopeOf(batch, roll), factsOf(of.firstLine, rows), { chunkId: of.chunkId });
  }

  private insertChunk(tx: Transaction, batch: BatchRow, roll: RollRow, chunk: ChunkRow, digest: string | null = null): Promise<number> {
    return tx.execute(sql`
      INSERT INTO chunk (chunk_id, county_code, batch_id, roll_id, revision, chunk_no, first_line, lines, amount_fen, matched, digest)
      VALUES (${chunk.chunk_id}, ${batch.county_code}, ${batch.id}, ${roll.id}, ${chunk.revision}, ${chunk.chunk_no}, ${chunk.first_line},
              ${chunk.lines}, ${chunk.amount_fen}, ${digest !== null}, ${digest})`);
  }

  private staged(tx: Transaction, uploadId: string, faulty: boolean, chunkNo: number): Promise<StagedRow> {
    return tx.one<StagedRow>(sql`
      SELECT chunk_no, chunk_id, lines, amount_fen, columns, people
      FROM staged_chunk
      WHERE upload_id = ${uploadId} AND faulty = ${faulty} AND chunk_no = ${chunkNo}`);
  }
}

function factsOf(firstLine: number, rows: FaultyColumns): LineFact[] {
  return rows.faults.map((found, i) => ({
    line: firstLine + i,
    villageCode: rows.villageCode[i] ?? '',
    from: null,
    to: 'rejected',
    reason: found[0]?.reason.code ?? null,
    amountFen: rows.amountFen[i] ?? '0',
    bankCode: null,
  }));
}

export const scopeOf = (batch: BatchRow, roll: RollRow): LineScope => ({
  countyCode: batch.county_code,
  projectId: batch.project_id,
  policyCode: batch.policy_code,
  batchId: batch.id,
  rollId: roll.id,
  revision: roll.revision,
  divisionCode: roll.division_code,
  periodFrom: batch.period_from,
  periodTo: batch.period_to,
});
