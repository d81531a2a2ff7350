import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { config } from '../config';

export interface DueFile {
  readonly countyCode: string;
  readonly fileId: string;
  readonly bankCode: string;
  /** `ready`: the bank has not had it yet; `unknown`: it may have; `sent`: its results are overdue; `refused`: somebody decided what to do. */
  readonly state: 'ready' | 'unknown' | 'sent' | 'refused';
  readonly remedy: 'cutAnew' | 'bounce' | null;
  readonly tries: number;
  readonly body: Buffer | null;
}

const LONGEST_WAIT_MS = 60_000;

/**
 * A file's way: ready → unknown (from the moment its bytes leave, nobody knows what the bank did) → sent (the bank has accepted it) → settled
 * (every instruction answered); or refused, and then by a person's decision void or settled. A process that dies in between leaves it unknown, and then the bank is asked. `due_at` is real time.
 */
@Injectable()
export class FileService {
  constructor(private readonly database: Database) {}

  /** Takes a file that is due, for as long as a call to the bank may last; no other sender gets it meanwhile. */
  async claim(busyBanks: readonly string[]): Promise<DueFile | undefined> {
    // Looking costs no transaction: a claim of nothing would nudge the sender again by its own commit.
    const due = sql`due_at <= clock_timestamp() AND bank_code <> ALL (${busyBanks}::text[])`;
    if ((await this.database.maybe(sql`SELECT 1 FROM bank_file WHERE ${due} LIMIT 1`)) === undefined) return undefined;
    return this.database.transaction((tx) =>
      tx.maybe<DueFile>(sql`
        WITH due AS (
          SELECT county_code, file_id, state
          FROM bank_file
          WHERE ${due}
          ORDER BY due_at, file_id
          LIMIT 1
          FOR UPDATE SKIP LOCKED)
        UPDATE bank_file f
        SET state = CASE f.state WHEN 'ready' THEN 'unknown' ELSE f.state END,
            tries = f.tries + 1,
            due_at = clock_timestamp() + 3 * ${config.bankTimeoutMs} * interval '1 millisecond'
        FROM due
        WHERE f.county_code = due.county_code AND f.file_id = due.file_id
        RETURNING f.county_code AS "countyCode", f.file_id AS "fileId", f.bank_code AS "bankCode", due.state, f.remedy, f.tries,
                  CASE WHEN due.state IN ('ready', 'unknown') THEN f.body END AS body`),
    );
  }

  /** The bank has it. Its results may even have come before this. */
  async accepted(file: DueFile): Promise<void> {
    await this.change(
      file,
      sql`state = CASE WHEN answered_count = count THEN 'settled' ELSE 'sent' END, tries = 0, reason = NULL,
          due_at = CASE WHEN answered_count < count THEN clock_timestamp() + ${config.answerTimeoutMs} * interval '1 millisecond' END`,
    );
  }

  async refused(file: DueFile, reason: string | null): Promise<void> {
    await this.change(file, sql`state = 'refused', reason = ${reason}, due_at = NULL`);
  }

  /** The bank did not take it and has nothing against it: it is as if it had not been sent. */
  async notTaken(file: DueFile, reason: string | null): Promise<void> {
    await this.change(file, sql`state = 'ready', reason = ${reason}, due_at = clock_timestamp() + ${waitMs(file)} * interval '1 millisecond'`);
  }

  /** Nobody knows; the bank is asked after a while. */
  async unclear(file: DueFile, reason: string): Promise<void> {
    await this.change(file, sql`reason = ${reason}, due_at = clock_timestamp() + ${waitMs(file)} * interval '1 millisecond'`);
  }

  /** Nothing of a refused file was credited: its instructions go into new files, as they are and under their own ids. */
  async cutAnew({ countyCode, fileId }: DueFile): Promise<void> {
    await this.database.transaction(async (tx) => {
      const voided = await tx.execute(sql`
        UPDATE bank_file
        SET state = 'void', due_at = NULL
        WHERE county_code = ${countyCode} AND file_id = ${fileId} AND state = 'refused' AND remedy = 'cutAnew'`);
      if (voided === 0) return;
      await tx.execute(sql`UPDATE file_part SET file_id = NULL WHERE county_code = ${countyCode} AND file_id = ${fileId}`);
    });
  }

  /** The bank has accepted what it refused before, so there is nothing to mend. */
  async acceptedAfterAll({ countyCode, fileId }: DueFile): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute(sql`
        UPDATE bank_file
        SET state = 'sent', remedy = NULL, tries = 0, reason = NULL, due_at = clock_timestamp()
        WHERE county_code = ${countyCode} AND file_id = ${fileId} AND state = 'refused'`),
    );
  }

  /** What was decided on a refused file waits until the bank has confirmed that nothing of it was credited. */
  async notConfirmed(file: DueFile, reason: string): Promise<void> {
    const { countyCode, fileId } = file;
    await this.database.transaction((tx) =>
      tx.execute(sql`
        UPDATE bank_file
        SET reason = ${reason}, due_at = clock_timestamp() + ${waitMs(file)} * interval '1 millisecond'
        WHERE county_code = ${countyCode} AND file_id = ${fileId} AND state = 'refused'`),
    );
  }

  /** Its results are still to come: they are asked for again after a while. */
  async stillOpen({ countyCode, fileId }: DueFile): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute(sql`
        UPDATE bank_file
        SET due_at = clock_timestamp() + ${config.answerTimeoutMs} * interval '1 millisecond'
        WHERE county_code = ${countyCode} AND file_id = ${fileId} AND state = 'sent'`),
    );
  }

  /** Only what is still unknown: an answer may have told the outcome meanwhile. */
  private async change({ countyCode, fileId }: DueFile, changes: ReturnType<typeof sql>): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute(sql`UPDATE bank_file SET ${changes} WHERE county_code = ${countyCode} AND file_id = ${fileId} AND state = 'unknown'`),
    );
  }
}

function waitMs({ tries }: DueFile): number {
  return Math.min(config.retryMs * 2 ** Math.min(tries - 1, 20), LONGEST_WAIT_MS);
}
