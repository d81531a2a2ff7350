import type { EventDefinition } from '@one-card/contracts';
import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { EntityManager } from 'typeorm';
import { copyRows, type CopyValue } from './copy';
import { writeOutbox } from './outbox';
import { sql, type Sql } from './sql';

/** One database transaction: what a consumer, a command or a service method receives and passes on, never keeps. */
export class Transaction {
  private time: Promise<Date> | undefined;

  constructor(
    readonly manager: EntityManager,
    private readonly client: ClientBase,
  ) {}

  async query<T>(statement: Sql): Promise<T[]> {
    const { rows } = await this.client.query<T & object>({ text: statement.text, values: statement.values });
    return rows;
  }

  /** Exactly one row: anything else is a fault of the program. */
  async one<T>(statement: Sql): Promise<T> {
    const rows = await this.query<T>(statement);
    const [row] = rows;
    if (row === undefined || rows.length > 1) throw new Error(`expected one row, got ${String(rows.length)}: ${statement.text.trim().slice(0, 80)}`);
    return row;
  }

  async maybe<T>(statement: Sql): Promise<T | undefined> {
    const [row] = await this.query<T>(statement);
    return row;
  }

  /** Number of rows affected. */
  async execute(statement: Sql): Promise<number> {
    const { rowCount } = await this.client.query({ text: statement.text, values: statement.values });
    return rowCount ?? 0;
  }

  copy(table: string, columns: readonly string[], rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>): Promise<number> {
    return copyRows(this.client, table, columns, rows);
  }

  /** Waits until nobody else holds this key, and holds it to the end of the transaction. */
  async lock(...key: (string | number)[]): Promise<void> {
    const hash = createHash('sha256').update(JSON.stringify(key)).digest().readBigInt64BE();
    await this.query(sql`SELECT pg_advisory_xact_lock(${hash})`);
  }

  /** Business time when the transaction began: one answer for all that happens in it. */
  now(): Promise<Date> {
    this.time ??= this.one<{ now: Date }>(sql`SELECT business_now() AS now`).then(({ now }) => now);
    return this.time;
  }

  /** Says a fact, if and only if this transaction commits. What breaks the contract is refused here, at the sender. */
  publish<T>(event: EventDefinition<T>, payload: T): Promise<void> {
    return writeOutbox(this, event, payload);
  }
}
