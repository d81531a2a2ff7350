import type { EventDefinition } from '@one-card/contracts';
import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { EntityManager } from 'typeorm';
import { copyRows, type CopyValue } from './copy';
import { insertOutbox, type OutboxMessage, writeOutbox } from './outbox';
import { sql, type Sql } from './sql';

/** What a transaction says is written in one statement at its end, or before, when so much of it waits in memory. */
const PENDING = { messages: 200, bytes: 1024 * 1024 };

/** One database transaction: what a consumer, a command or a service method receives and passes on, never keeps. */
export class Transaction {
  private time: Promise<Date> | undefined;
  private pending: OutboxMessage[] = [];
  private pendingBytes = 0;
  private readonly endings: (() => Promise<void>)[] = [];
  private running = 0;
  private touchedAt = Date.now();

  constructor(
    readonly manager: EntityManager,
    private readonly client: ClientBase,
  ) {}

  async query<T>(statement: Sql): Promise<T[]> {
    const { rows } = await this.touch(() => this.client.query<T & object>({ text: statement.text, values: statement.values }));
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
    const { rowCount } = await this.touch(() => this.client.query({ text: statement.text, values: statement.values }));
    return rowCount ?? 0;
  }

  copy(table: string, columns: readonly string[], rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>): Promise<number> {
    return this.touch(() => copyRows(this.client, table, columns, rows, () => (this.touchedAt = Date.now())));
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

  /** Facts that are ready to be sent leave with the commit, in the order in which they were said. */
  async enqueue(message: OutboxMessage): Promise<void> {
    this.pending.push(message);
    this.pendingBytes += message.payload.length;
    if (this.pending.length >= PENDING.messages || this.pendingBytes >= PENDING.bytes) await this.flush();
  }

  /** Called before the commit, while every lock of the transaction is held: so the order of rows is the order of commits of an aggregate. */
  async flush(): Promise<void> {
    const messages = this.pending;
    if (messages.length === 0) return;
    this.pending = [];
    this.pendingBytes = 0;
    await insertOutbox(this, messages);
  }

  /**
   * To be done when all else of the transaction is done and told: for rows that many transactions change, so that nobody waits for them longer
   * than a statement and the commit take. Rolled back with the rest when it fails.
   */
  atEnd(work: () => Promise<void>): void {
    this.endings.push(work);
  }

  /** Whoever commits calls this before. */
  async finish(): Promise<void> {
    await this.flush();
    for (const work of this.endings) await work();
    await this.flush();
  }

  /** For how long it has asked nothing of the database, and whether it waits for an answer: what tells a long transaction from a stuck one. */
  get silence(): { ms: number; waiting: boolean } {
    return { ms: Date.now() - this.touchedAt, waiting: this.running > 0 };
  }

  /** The server's process, by which others can ask what it does. */
  get backend(): number | undefined {
    return 'processID' in this.client && typeof this.client.processID === 'number' ? this.client.processID : undefined;
  }

  private async touch<T>(work: () => Promise<T>): Promise<T> {
    this.running += 1;
    this.touchedAt = Date.now();
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.touchedAt = Date.now();
    }
  }
}
