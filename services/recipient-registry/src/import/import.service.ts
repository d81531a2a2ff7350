import { Inject, Injectable, Logger } from '@nestjs/common';
import { CHUNK_LINES, personChunk, recipientRegistryApi } from '@one-card/contracts';
import { asyncChunksOf, Database, isTransient, sql, type Transaction } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { type Actor, csvRows, type CsvRow, DivisionLookup } from '@one-card/service';
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { config } from '../config';
import { RegisteredDivisions } from '../division/registered-divisions';
import { PersonRights } from '../person/person.rights';
import { headerDiffers, importKeyReused } from './import.errors';
import { checkRow, fieldsOf, type PersonRow, registerFaults, type RowFault } from './import.rules';
import { type ImportRun, RegisterService } from './register.service';

export type ImportResult = z.output<typeof recipientRegistryApi.importResult>;

const FAULTS_LISTED = 1_000;
const TRIES = 5;

interface Upload {
  readonly actor: Actor;
  /** the caller's Idempotency-Key: the same upload again is the same import */
  readonly key: string;
  readonly body: AsyncIterable<Buffer>;
}

interface Work extends ImportRun {
  readonly actor: string;
  readonly today: string;
  readonly result: ImportResult;
}

/**
 * Takes a file of people in as a stream, a transaction a chunk, so that a million people need no more memory than two thousand. What was
 * entered when a file breaks off stays; sent again, it is found unchanged.
 */
@Injectable()
export class ImportService {
  private readonly logger = new Logger(ImportService.name);
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly rights: PersonRights,
    @Inject(DivisionLookup) private readonly divisions: RegisteredDivisions,
    private readonly register: RegisterService,
    private readonly vault: Vault,
  ) {}

  async import({ actor, key, body }: Upload): Promise<ImportResult> {
    const covers = this.rights.enter(actor);
    const begun = await this.database.transaction((tx) => begin(actor.id, key, tx));
    const hash = createHash('sha256');
    if (begun.done) return sameAs(begun.done, body);
    const importId = begun.id;
    const result: ImportResult = { importId, rows: 0, registered: 0, changed: 0, unchanged: 0, faults: [], faultCount: 0 };
    const today = (await this.database.now()).toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
    const work: Work = { importId, covers, isEnd: false, actor: actor.id, today, result };
    for await (const rows of asyncChunksOf(this.rowsOf(csvRows(body, hash), work), CHUNK_LINES)) await this.enter(rows, work);
    await this.enterWaiting(work);
    await this.database.transaction((tx) => end(importId, hash.digest('hex'), result, tx));
    this.logger.log(
      `people import ${importId}: ${result.rows} rows, ${result.registered} new, ${result.changed} changed, ${result.faultCount} faults`,
    );
    return result;
  }

  private async *rowsOf(file: AsyncIterable<CsvRow>, work: Work): AsyncIterable<PersonRow> {
    for await (const { rowNo, cells } of file) {
      if (rowNo === 1) {
        if (!isHeader(cells)) throw headerDiffers();
        continue;
      }
      if (fieldsOf(cells) === null) continue;
      work.result.rows += 1;
      const checked = checkRow(rowNo, cells, work.today);
      const faults = checked.ok ? await this.placeFaults(checked.person, work) : checked.faults;
      if (faults.length > 0) addFaults(work.result, faults);
      else if (checked.ok) yield checked.person;
    }
  }

  private async placeFaults({ row, villageCode }: PersonRow, { covers }: ImportRun): Promise<RowFault[]> {
    const { villageUnknown, villageNotCovered } = registerFaults;
    if (!(await this.divisions.isVillage(villageCode))) return [{ row, column: 'village_code', reason: villageUnknown }];
    return (await covers(villageCode)) ? [] : [{ row, column: 'village_code', reason: villageNotCovered }];
  }

  /** A chunk that met a deadlock or a restart of the server is tried again: nothing of it was kept. */
  private async enter(rows: readonly PersonRow[], work: Work): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const done = await this.inTurn(() => this.database.transaction((tx) => this.enterChunk(rows, work, tx)));
        work.result.registered += done.registered;
        work.result.changed += done.changed;
        work.result.unchanged += done.unchanged;
        addFaults(work.result, done.faults);
        return;
      } catch (error) {
        if (attempt === TRIES || !isTransient(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * 200));
      }
    }
  }

  /** Chunks of several files take turns anyway (see RegisterService): those that wait here hold no connection. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.lastTurn.then(work);
    this.lastTurn = turn.catch(() => undefined);
    return turn;
  }

  private async enterChunk(rows: readonly PersonRow[], work: Work, tx: Transaction) {
    const done = await this.register.register(rows, work, tx);
    await this.setAside(done.waiting, work.importId, tx);
    if (done.people.length > 0) {
      const people = { person: done.people.map(({ token }) => token), villageCode: done.people.map(({ villageCode }) => villageCode) };
      await tx.publish(personChunk, { countyCode: config.countyCode, id: uuid(), actor: work.actor, people });
    }
    return done;
  }

  private async setAside(rows: readonly PersonRow[], importId: string, tx: Transaction): Promise<void> {
    if (rows.length === 0) return;
    await tx.execute(sql`
      INSERT INTO import_waiting (import_id, row_no, sealed)
      SELECT ${importId}, row_no, sealed
      FROM unnest(${rows.map(({ row }) => row)}::int[], ${rows.map((row) => this.vault.seal(JSON.stringify(row)))}::bytea[]) AS given (row_no, sealed)`);
  }

  /** People whose guardian came later in the file, or not at all. */
  private async enterWaiting(work: Work): Promise<void> {
    for (let after = 0; ;) {
      const waiting = await this.database.query<{ row_no: number; sealed: Buffer }>(sql`
        SELECT row_no, sealed
        FROM import_waiting
        WHERE import_id = ${work.importId} AND row_no > ${after}
        ORDER BY row_no
        LIMIT ${CHUNK_LINES}`);
      const last = waiting.at(-1);
      if (last === undefined) return;
      const rows = waiting.map(({ sealed }) => JSON.parse(this.vault.openText(sealed)) as PersonRow);
      await this.enter(rows, { ...work, isEnd: true });
      after = last.row_no;
    }
  }
}

function isHeader(record: readonly string[]): boolean {
  const columns: readonly string[] = recipientRegistryApi.PEOPLE_COLUMNS;
  return record.length === columns.length && columns.every((column, at) => record[at]?.trim().toLowerCase() === column);
}

function addFaults(result: ImportResult, faults: readonly RowFault[]): void {
  result.faults.push(...faults.slice(0, FAULTS_LISTED - result.faults.length));
  result.faultCount += faults.length;
}

interface Done {
  readonly sha256: string;
  readonly result: ImportResult;
}

/** A new run under this key, also after one that broke off; or what an earlier one came to. */
async function begin(actor: string, key: string, tx: Transaction): Promise<{ id: string; done: Done | null }> {
  await forgetBroken(tx);
  const row = await tx.one<{ id: string; sha256: string | null; result: ImportResult | null }>(sql`
    INSERT INTO people_import AS i (county_code, id, actor, key, started_at)
    VALUES (${config.countyCode}, ${uuid()}, ${actor}, ${key}, ${await tx.now()})
    ON CONFLICT ON CONSTRAINT people_import_once DO UPDATE
    SET id = CASE WHEN i.ended_at IS NULL THEN excluded.id ELSE i.id END
    RETURNING id, sha256, result`);
  return { id: row.id, done: row.sha256 !== null && row.result !== null ? { sha256: row.sha256, result: row.result } : null };
}

/** Runs that broke off and were not sent again. */
async function forgetBroken(tx: Transaction): Promise<void> {
  const broken = sql`SELECT id FROM people_import WHERE ended_at IS NULL AND started_at < ${await tx.now()}::timestamptz - interval '1 day'`;
  await tx.execute(sql`DELETE FROM import_seen WHERE import_id IN (${broken})`);
  await tx.execute(sql`DELETE FROM import_waiting WHERE import_id IN (${broken})`);
}

async function end(importId: string, sha256: string, result: ImportResult, tx: Transaction): Promise<void> {
  await tx.execute(sql`DELETE FROM import_seen WHERE import_id = ${importId}`);
  await tx.execute(sql`DELETE FROM import_waiting WHERE import_id = ${importId}`);
  result.faults.sort((a, b) => a.row - b.row);
  await tx.execute(sql`
    UPDATE people_import
    SET ended_at = ${await tx.now()}, sha256 = ${sha256}, result = ${JSON.stringify(result)}::jsonb
    WHERE county_code = ${config.countyCode} AND id = ${importId}`);
}

async function sameAs({ sha256, result }: Done, body: AsyncIterable<Buffer>): Promise<ImportResult> {
  const hash = createHash('sha256');
  for await (const bytes of body) hash.update(bytes);
  if (hash.digest('hex') !== sha256) throw importKeyReused();
  return result;
}
