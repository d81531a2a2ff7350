import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type paymentOrchestrationApi, rolledChunk } from '@one-card/contracts';
import { Database, sql, type Transaction, Transient } from '@one-card/database';
import { Backpressure } from '@one-card/kafka';
import { DomainError, type Text } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { ActedBy, BatchRow, RollRow } from '../batch/batch.row';
import { Batches, type LockedBatch } from '../batch/batches';
import { toReplaceRevision } from '../chunk/roll-lock';
import { config } from '../config';
import { moveRoll } from '../roll/roll.moves';
import { rollDigest } from '../roll/roll-progress';
import { Release } from './release';
import { readRollFile } from './roll-file';
import { rowsOfFile } from './rows';
import { type Staged, Staging } from './staging';
import { Supersede } from './supersede';
import { Terms } from './terms';

export type UploadResult = z.output<typeof paymentOrchestrationApi.uploadResult>;

export interface RollFile {
  readonly key: string;
  readonly name: string;
  readonly bytes: Readable;
}

const ROOM_MS = 250;

interface UploadRow {
  roll_id: string;
  sha256: string;
  status: number;
  answer: unknown;
}

interface Refusal {
  code: string;
  detail: Text;
  extra: Record<string, unknown>;
}

/** Takes in roll files. The file is read without a transaction, chunk by chunk; then one transaction makes it the roll's new revision. */
@Injectable()
export class UploadService {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly terms: Terms,
    private readonly staging: Staging,
    private readonly release: Release,
    private readonly supersede: Supersede,
    private readonly backpressure: Backpressure,
  ) {}

  /** The same key and bytes again give the stored answer. */
  async receive(roll: RollRow, by: ActedBy, file: RollFile): Promise<UploadResult> {
    const hash = createHash('sha256');
    const bytes = hashing(file.bytes, hash);
    const known = await this.find(this.database, by, file.key);
    if (known !== undefined) return replay(known, roll, await restOf(bytes, hash));
    const batch = await this.batches.find(roll.batch_id);
    moveRoll({ batch, rolls: [roll], acts: [] }, roll.id, 'upload', { by });
    const uploadId = uuidv7();
    try {
      await this.room(file.bytes);
      const staged = await this.read(uploadId, batch, roll, bytes);
      await this.room(file.bytes);
      return await this.accept(roll, by, file, staged, await restOf(bytes, hash));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'file-refused') await this.recordRefusal(roll, by, file, await restOf(bytes, hash), error);
      throw error;
    } finally {
      await this.staging.discard(uploadId, roll.id);
    }
  }

  /** While the registry or the relay is behind, nobody reads the file: its sender waits, and is not refused (docs/decisions/012). */
  private async room(bytes: Readable): Promise<void> {
    while (!(await this.backpressure.hasRoomFor(rolledChunk))) {
      if (bytes.readableAborted) throw new Transient('the sender of the file did not wait');
      await pause(ROOM_MS);
    }
  }

  private async read(uploadId: string, batch: BatchRow, roll: RollRow, bytes: AsyncIterable<Buffer>): Promise<Staged> {
    const rows = rowsOfFile(bytes, { workbookBytes: config.workbookLimitMib * 1024 * 1024 });
    return this.staging.stage(uploadId, roll.id, readRollFile(rows, await this.terms.of(batch, roll), config.rollRowLimit));
  }

  private accept(roll: RollRow, by: ActedBy, file: RollFile, staged: Staged, sha256: string): Promise<UploadResult> {
    return this.database.transaction(async (tx) => {
      await toReplaceRevision(tx, roll.id);
      const twin = await this.find(tx, by, file.key);
      if (twin !== undefined) return replay(twin, roll, sha256);
      let revision = 0;
      await this.batches.step(tx, roll.batch_id, { act: 'upload', rollId: roll.id, by }, async (locked) => {
        const { roll: old } = moveRoll(locked, roll.id, 'upload', { by });
        refuseTwice(locked, sha256);
        await this.supersede.withdraw(tx, locked.batch, old);
        const present = await this.revise(tx, old, by, staged, sha256);
        revision = present.revision;
        await this.release.release(tx, locked.batch, present, staged, sha256);
        // With no good row there is nothing to match or to check.
        if (staged.chunks === 0) {
          await tx.execute(sql`UPDATE roll SET state = 'draft', digest = ${await rollDigest(tx, present)} WHERE id = ${roll.id}`);
        }
        return undefined;
      });
      const result = resultOf(roll, revision, staged, sha256);
      await this.record(tx, roll, by, file, { sha256, revision, status: 201, answer: result });
      return result;
    });
  }

  private async revise(tx: Transaction, old: RollRow, by: ActedBy, staged: Staged, sha256: string): Promise<RollRow> {
    return tx.one<RollRow>(sql`
      UPDATE roll
      SET state = 'matching', step = 0, revision = ${old.revision + 1}, digest = NULL, upload_sha256 = ${sha256}, entered_by = ${by.actor},
          lines = ${staged.lines}, amount_fen = ${String(staged.amountFen)}
      WHERE id = ${old.id}
      RETURNING *`);
  }

  private find(from: Database | Transaction, by: ActedBy, key: string): Promise<UploadRow | undefined> {
    return from.maybe<UploadRow>(sql`SELECT roll_id, sha256, status, answer FROM upload WHERE actor = ${by.actor} AND key = ${key}`);
  }

  /** Of a refused file nothing is kept but this. */
  private async recordRefusal(roll: RollRow, by: ActedBy, file: RollFile, sha256: string, { code, detail, extra }: DomainError): Promise<void> {
    await this.database.transaction((tx) =>
      this.record(tx, roll, by, file, { sha256, revision: null, status: 422, answer: { code, detail, extra } }),
    );
  }

  private async record(
    tx: Transaction,
    roll: RollRow,
    by: ActedBy,
    file: RollFile,
    of: { sha256: string; revision: number | null; status: number; answer: object },
  ): Promise<void> {
    await tx.execute(sql`
      INSERT INTO upload (id, county_code, roll_id, actor, key, sha256, file_name, revision, status, answer, at)
      VALUES (${uuidv7()}, ${roll.county_code}, ${roll.id}, ${by.actor}, ${file.key}, ${of.sha256}, ${file.name}, ${of.revision}, ${of.status},
              ${JSON.stringify(of.answer)}::jsonb, ${await tx.now()})
      ON CONFLICT (actor, key) DO NOTHING`);
  }
}

/** Ending it early leaves the stream open: a refused file is still read to its end, so that its hash is of the whole and the sender hears why. */
function hashing(bytes: Readable, hash: Hash): AsyncIterable<Buffer> {
  const parts: AsyncIterator<Buffer> = bytes.iterator({ destroyOnReturn: false });
  const next = async (): Promise<IteratorResult<Buffer>> => {
    const part = await parts.next();
    if (part.done !== true) hash.update(part.value);
    return part;
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

/** Reads what is left, and gives the hash of the whole. */
async function restOf(bytes: AsyncIterable<Buffer>, hash: Hash): Promise<string> {
  const parts = bytes[Symbol.asyncIterator]();
  while ((await parts.next()).done !== true);
  return hash.digest('hex');
}

function replay(known: UploadRow, roll: RollRow, sha256: string): UploadResult {
  if (known.sha256 !== sha256 || known.roll_id !== roll.id) {
    const detail = { zh: '这个幂等键已用于另一个文件,请使用新的键', en: 'This idempotency key was used for another file: take a new one' };
    throw new DomainError('idempotency-key-reused', 422, detail);
  }
  if (known.status === 201) return known.answer as UploadResult;
  const { code, detail, extra } = known.answer as Refusal;
  throw new DomainError(code, known.status, detail, extra);
}

/** The same file again is a mistake of whoever picked it, also for another township's roll. */
function refuseTwice({ rolls }: LockedBatch, sha256: string): void {
  const twin = rolls.find(({ upload_sha256 }) => upload_sha256 === sha256);
  if (twin === undefined) return;
  const detail = {
    zh: `此文件已作为“${twin.division_name}”花名册上传过,请核对是否选错文件`,
    en: `This file was uploaded already for the roll of ${twin.division_name}: check whether it is the right one`,
  };
  throw new DomainError('file-uploaded-before', 409, detail, { rollId: twin.id });
}

const resultOf = (roll: RollRow, revision: number, staged: Staged, sha256: string): UploadResult => ({
  rollId: roll.id,
  revision,
  sha256,
  lines: { count: staged.lines, amountFen: String(staged.amountFen) },
  chunks: staged.chunks,
  rejected: { count: staged.rejected, amountFen: String(staged.rejectedFen) },
  faults: [...staged.faults],
  faultCount: staged.faultCount,
});
