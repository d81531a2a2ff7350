import { Injectable } from '@nestjs/common';
import { type eligibilityCheckApi, importBlock, type ImportBlock, importChunk } from '@one-card/contracts';
import { asyncChunksOf, Database, errorOfConstraint, sql, type Transaction } from '@one-card/database';
import { chinaDate } from '@one-card/domain';
import { Envelopes } from '@one-card/sealing';
import { type Actor, csvRows, type CsvRow, notFound } from '@one-card/service';
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Dataset } from '../rules/rule';
import { columnsOf, type DataRow, headFaults, readRow, type RowFault } from './dataset.rules';
import { emptyFile, headRefused } from './import.errors';

export type ImportView = z.output<typeof eligibilityCheckApi.importView>;

export interface Upload {
  readonly countyCode: string;
  readonly dataset: Dataset;
  readonly source: string;
  readonly asOf: string;
  readonly legalBasis: string;
  readonly actor: Actor;
  readonly idempotencyKey: string;
}

interface Read {
  readonly importId: string;
  rows: number;
  chunks: number;
  faultCount: number;
  readonly faults: RowFault[];
}

const REGISTRY = 'recipient-registry';
const FAULTS_LISTED = 1_000;

export const blockIdOf = (importId: string, chunkNo: number): string => `${importId}/${chunkNo}`;

/**
 * Takes in another department's data set (二.二.5). Rows are staged chunk by chunk as the file streams, identities sealed for the registry; when
 * the whole file is read, one transaction releases them. A file that is refused, or an upload that breaks off, has released nothing.
 */
@Injectable()
export class ImportService {
  constructor(
    private readonly database: Database,
    private readonly envelopes: Envelopes,
  ) {}

  async take(upload: Upload, body: AsyncIterable<Buffer>): Promise<ImportView> {
    const before = await this.byKey(upload);
    if (before !== undefined) return before;
    const hash = createHash('sha256');
    const read = await this.stage(upload.dataset, csvRows(body, hash));
    const sha256 = hash.digest('hex');
    try {
      await this.database.transaction((tx) => release(upload, read, sha256, tx));
    } catch (error) {
      // the same upload was sent twice at once, and the other one was first
      const first = errorOfConstraint(error) === 'data_import_once' ? await this.byKey(upload) : undefined;
      if (first === undefined) throw error;
      return first;
    }
    return this.one(read.importId);
  }

  async one(id: string): Promise<ImportView> {
    const row = await this.database.maybe<ImportView>(sql`${selectImports} WHERE id = ${id}`);
    if (row === undefined) throw notFound({ zh: '数据导入', en: 'import' }, id);
    return row;
  }

  private byKey({ actor, idempotencyKey }: Upload): Promise<ImportView | undefined> {
    return this.database.maybe<ImportView>(sql`${selectImports} WHERE imported_by = ${actor.id} AND idempotency_key = ${idempotencyKey}`);
  }

  private async stage(dataset: Dataset, file: AsyncIterable<CsvRow>): Promise<Read> {
    const read: Read = { importId: uuidv7(), rows: 0, chunks: 0, faultCount: 0, faults: [] };
    const today = chinaDate(await this.database.now());
    for await (const rows of asyncChunksOf(goodRows(dataset, file, today, read))) await this.stageChunk(read.importId, ++read.chunks, rows);
    return read;
  }

  private async stageChunk(importId: string, chunkNo: number, rows: readonly DataRow[]): Promise<void> {
    const people: ImportBlock = importBlock.parse({ name: rows.map(({ name }) => name), identity: rows.map(({ identity }) => identity) });
    const block = await this.envelopes.sealFor(REGISTRY, blockIdOf(importId, chunkNo), Buffer.from(JSON.stringify(people)));
    const records = rows.map(({ rowNo, facts }) => ({ row_no: rowNo, ...facts }));
    await this.database.transaction((tx) =>
      tx.execute(sql`
        INSERT INTO import_chunk (import_id, chunk_no, row_nos, records, people, staged_at)
        VALUES (${importId}, ${chunkNo}, ${rows.map(({ rowNo }) => rowNo)}, ${JSON.stringify(records)}::jsonb, ${block}, now())`),
    );
  }
}

/** The rows that can be taken; those that cannot are counted, and the first of them told. */
async function* goodRows(dataset: Dataset, file: AsyncIterable<CsvRow>, today: string, read: Read): AsyncIterable<DataRow> {
  let head: readonly string[] | undefined;
  for await (const { rowNo, cells } of file) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (head === undefined) {
      head = cells.map((cell) => cell.trim());
      const differs = headFaults(dataset, head);
      if (differs.length > 0) throw headRefused(columnsOf(dataset), differs);
      continue;
    }
    read.rows++;
    const row = readRow(dataset, head, cells, rowNo, today);
    if ('facts' in row) yield row;
    else {
      read.faultCount += row.length;
      read.faults.push(...row.slice(0, FAULTS_LISTED - read.faults.length));
    }
  }
  if (head === undefined) throw emptyFile();
}

async function release(upload: Upload, { importId, ...read }: Read, sha256: string, tx: Transaction): Promise<void> {
  const { countyCode, dataset, source, asOf, legalBasis, actor, idempotencyKey } = upload;
  await tx.execute(sql`
    INSERT INTO data_import (county_code, id, dataset, source, as_of, legal_basis, file_sha256, state, rows, faults, fault_count, chunks, imported_by,
                             idempotency_key, created_at)
    VALUES (${countyCode}, ${importId}, ${dataset}, ${source}, ${asOf}, ${legalBasis}, ${sha256}, ${read.chunks === 0 ? 'ready' : 'loading'}, ${read.rows},
            ${JSON.stringify(read.faults)}::jsonb, ${read.faultCount}, ${read.chunks}, ${actor.id}, ${idempotencyKey}, business_now())`);
  for (let chunkNo = 1; chunkNo <= read.chunks; chunkNo++) {
    const chunk = await tx.one<{ row_nos: number[]; people: Buffer }>(sql`
      SELECT row_nos, people FROM import_chunk WHERE import_id = ${importId} AND chunk_no = ${chunkNo}`);
    const about = { countyCode, importId, dataset, chunkNo, blockId: blockIdOf(importId, chunkNo) };
    await tx.publish(importChunk, { ...about, rows: { rowNo: chunk.row_nos }, people: chunk.people.toString('base64') });
  }
  await tx.execute(sql`
    DELETE FROM import_chunk c
    WHERE staged_at < now() - interval '1 day' AND NOT EXISTS (SELECT FROM data_import i WHERE i.id = c.import_id)`);
}

const selectImports = sql`
  SELECT id, dataset, source, as_of AS "asOf", legal_basis AS "legalBasis", state, rows, faults, fault_count AS "faultCount"
  FROM data_import`;
