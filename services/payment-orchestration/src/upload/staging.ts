import { Injectable } from '@nestjs/common';
import { CHUNK_LINES, type RolledChunk, type RollBlock } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import type { Fen } from '@one-card/domain';
import { Envelopes, Vault } from '@one-card/sealing';
import { v7 as uuidv7 } from 'uuid';
import type { RowFault } from './file-refused';
import type { CheckedRow } from './row.rules';

const FAULTS_TOLD = 1_000;

/** Columns of a staged chunk as they will travel; of faulty rows, with their faults. */
export type StagedColumns = RolledChunk['lines'];
export type FaultyColumns = StagedColumns & { faults: RowFault[][] };

/** What was read of a file. */
export interface Staged {
  readonly uploadId: string;
  readonly lines: number;
  readonly amountFen: Fen;
  readonly chunks: number;
  readonly rejected: number;
  readonly rejectedFen: Fen;
  readonly faults: readonly RowFault[];
  readonly faultCount: number;
}

/** Keeps chunks aside, people sealed, while a file is read: memory does not grow with it, and nothing in clear touches the disk. */
@Injectable()
export class Staging {
  constructor(
    private readonly database: Database,
    private readonly envelopes: Envelopes,
    private readonly vault: Vault,
  ) {}

  async stage(uploadId: string, rollId: string, rows: AsyncIterable<CheckedRow>): Promise<Staged> {
    const good = new Pile(false);
    const faulty = new Pile(true);
    const faults: RowFault[] = [];
    let faultCount = 0;
    for await (const row of rows) {
      const pile = row.faults.length === 0 ? good : faulty;
      faultCount += row.faults.length;
      if (faults.length < FAULTS_TOLD) faults.push(...row.faults.slice(0, FAULTS_TOLD - faults.length));
      if (pile.add(row)) await this.save(uploadId, rollId, pile);
    }
    for (const pile of [good, faulty]) if (pile.rows.length > 0) await this.save(uploadId, rollId, pile);
    return {
      ...{ uploadId, faults, faultCount, chunks: good.saved, rejected: faulty.lines, rejectedFen: faulty.amountFen },
      lines: good.lines + faulty.lines,
      amountFen: good.amountFen + faulty.amountFen,
    };
  }

  /** Also what a crash left behind of the roll's older uploads. */
  async discard(uploadId: string, rollId: string): Promise<void> {
    await this.database.query(sql`
      DELETE FROM staged_chunk WHERE upload_id = ${uploadId} OR (roll_id = ${rollId} AND at < now() - interval '1 hour')`);
  }

  private async save(uploadId: string, rollId: string, pile: Pile): Promise<void> {
    const rows = pile.take();
    const chunkId = uuidv7();
    const people = pile.faulty
      ? this.vault.seal(JSON.stringify(rows.map(({ raw }) => raw)))
      : await this.envelopes.sealFor('recipient-registry', chunkId, Buffer.from(JSON.stringify(peopleOf(rows))));
    const columns = pile.faulty ? { ...columnsOf(rows), faults: rows.map(({ faults }) => faults) } : columnsOf(rows);
    const fen = rows.reduce((sum, { amountFen }) => sum + amountFen, 0n);
    await this.database.query(sql`
      INSERT INTO staged_chunk (upload_id, roll_id, faulty, chunk_no, chunk_id, lines, amount_fen, columns, people)
      VALUES (${uploadId}, ${rollId}, ${pile.faulty}, ${pile.saved}, ${chunkId}, ${rows.length}, ${String(fen)},
              ${Buffer.from(JSON.stringify(columns))}, ${people})`);
  }
}

/** Rows on their way into one chunk. */
class Pile {
  rows: CheckedRow[] = [];
  lines = 0;
  amountFen: Fen = 0n;
  /** chunks so far; the number of the last one */
  saved = 0;

  constructor(readonly faulty: boolean) {}

  /** Whether a chunk is full. */
  add(row: CheckedRow): boolean {
    this.rows.push(row);
    this.lines += 1;
    this.amountFen += row.amountFen;
    return this.rows.length >= CHUNK_LINES;
  }

  take(): CheckedRow[] {
    const { rows } = this;
    this.rows = [];
    this.saved += 1;
    return rows;
  }
}

const columnsOf = (rows: readonly CheckedRow[]): StagedColumns => ({
  rowNo: rows.map(({ rowNo }) => rowNo),
  villageCode: rows.map(({ villageCode }) => villageCode),
  subjectRef: rows.map(({ subjectRef }) => subjectRef),
  itemCode: rows.map(({ itemCode }) => itemCode),
  quantityMilli: rows.map(({ quantityMilli }) => quantityMilli),
  rateFen: rows.map(({ rateFen }) => String(rateFen)),
  amountFen: rows.map(({ amountFen }) => String(amountFen)),
});

const peopleOf = (rows: readonly CheckedRow[]): RollBlock => ({
  name: rows.map(({ name }) => name),
  identity: rows.map(({ identity }) => identity),
  payeeName: rows.map(({ payeeName }) => payeeName),
  payeeIdentity: rows.map(({ payeeIdentity }) => payeeIdentity),
});
