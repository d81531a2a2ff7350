import { Injectable } from '@nestjs/common';
import type { BankAnswer, BankRefund } from '@one-card/contracts';
import { Database, sql, Transaction } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import { config } from '../config';

export interface Draft {
  readonly kind: 'answer' | 'refund';
  readonly bankCode: string;
  readonly orderId: string;
  readonly fileId: string | null;
  /** letters due together are posted in this order */
  readonly place: number;
  /** a bankAnswer or bankRefund, as JSON */
  readonly body: string;
  readonly copies: number;
  /** never posted: to be had by asking only */
  readonly silent: boolean;
}

export interface Letter {
  readonly id: string;
  readonly kind: 'answer' | 'refund';
  readonly body: Buffer;
  readonly tries: number;
}

const LONGEST_WAIT_MS = 10_000;

/** What the bank tells the gateway: written with the work itself, so that a kill loses nothing. No personal data. */
@Injectable()
export class LetterService {
  constructor(private readonly database: Database) {}

  async write(drafts: readonly Draft[], delayMs: number, tx: Transaction): Promise<void> {
    const { ready } = await tx.one<{ ready: Date }>(sql`SELECT clock_timestamp() + ${delayMs} * interval '1 millisecond' AS ready`);
    const columns = ['letter_id', 'kind', 'bank_code', 'order_id', 'file_id', 'place', 'body', 'ready_at', 'copies_left', 'due_at'];
    const rows = drafts.map(({ kind, bankCode, orderId, fileId, place, body, copies, silent }) => {
      return [uuidv7(), kind, bankCode, orderId, fileId, place, Buffer.from(body), ready, copies, silent ? null : ready];
    });
    await tx.copy('letter', columns, rows);
  }

  async claim(limit: number): Promise<Letter[]> {
    const due = await this.database.maybe(sql`SELECT 1 FROM letter WHERE due_at <= clock_timestamp() LIMIT 1`);
    if (due === undefined) return [];
    return this.database.transaction((tx) =>
      tx.query<Letter>(sql`
        WITH due AS (
          SELECT letter_id
          FROM letter
          WHERE due_at <= clock_timestamp()
          ORDER BY due_at, place
          LIMIT ${limit}
          FOR UPDATE SKIP LOCKED)
        UPDATE letter
        SET tries = tries + 1, due_at = clock_timestamp() + 2 * ${config.postTimeoutMs} * interval '1 millisecond'
        FROM due
        WHERE letter.letter_id = due.letter_id
        RETURNING letter.letter_id AS id, kind, body, tries`),
    );
  }

  /** One copy has arrived; a bank that answers twice has another. */
  async arrived({ id }: Letter): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute(sql`
        UPDATE letter
        SET copies_left = copies_left - 1, tries = 0, due_at = CASE WHEN copies_left > 1 THEN clock_timestamp() END
        WHERE letter_id = ${id} AND copies_left > 0`),
    );
  }

  async again({ id, tries }: Letter): Promise<void> {
    const wait = Math.min(config.retryMs * 2 ** Math.min(tries - 1, 20), LONGEST_WAIT_MS);
    await this.database.transaction((tx) =>
      tx.execute(sql`UPDATE letter SET due_at = clock_timestamp() + ${wait} * interval '1 millisecond' WHERE letter_id = ${id}`),
    );
  }

  /** The gateway will not have it, now or later. */
  async givenUp({ id }: Letter): Promise<void> {
    await this.database.transaction((tx) => tx.execute(sql`UPDATE letter SET due_at = NULL WHERE letter_id = ${id}`));
  }

  answersOf(fileId: string): Promise<BankAnswer[]> {
    return this.bodies<BankAnswer>(sql`kind = 'answer' AND file_id = ${fileId}`);
  }

  refundsOf(orderId: string, bankCode: string): Promise<BankRefund[]> {
    return this.bodies<BankRefund>(sql`kind = 'refund' AND order_id = ${orderId} AND bank_code = ${bankCode}`);
  }

  private async bodies<T>(which: ReturnType<typeof sql>): Promise<T[]> {
    const rows = await this.database.query<{ body: Buffer }>(sql`
      SELECT body FROM letter WHERE ${which} AND ready_at <= clock_timestamp() ORDER BY place`);
    return rows.map(({ body }) => JSON.parse(body.toString()) as T);
  }
}
