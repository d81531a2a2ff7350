import * as driver from 'pg';
import { Pool, type ClientBase, type PoolClient, types } from 'pg';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { sql, type Sql } from './sql';
import { Transaction } from './transaction';
import { Turns } from './turns';

/** Connections, and transactions that wait for their turn. */
export interface PoolFigures {
  limit: number;
  open: number;
  idle: number;
  waiting: number;
}

export interface OutboxFigures {
  /** messages that are not sent yet, counted up to `most` */
  depth: number;
  /** age of the oldest of them */
  oldestSeconds: number;
}

export interface DatabaseOptions {
  url: string;
  entities?: MixedList<(new () => object) | EntitySchema>;
  /** default 5 */
  poolSize?: number;
  /** a statement that takes longer is ended by the server; default 120 s */
  statementTimeoutMs?: number;
}

const DATE = 1082;
// pg makes a date without a time into an instant of the process's own time zone, which shifts it by a day elsewhere: a date stays 'YYYY-MM-DD'.
types.setTypeParser(DATE, (text) => text);

const POOL_SIZE = 5;
/** What happened to a connection is told by the statement that was under way. */
const heard = (): void => undefined;

/** The service's own PostgreSQL schema. Every change goes through `transaction`, after whose commit the listeners are told. */
export class Database {
  private readonly listeners: (() => void)[] = [];

  /** One connection is left over for what transactions ask outside themselves: had each of them one, they would all wait for another. */
  private readonly turns: Turns;

  constructor(readonly dataSource: DataSource) {
    this.turns = new Turns(Math.max(1, (dataSource.options.poolSize ?? POOL_SIZE) - 1));
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      // Given, not looked up by TypeORM: in a bundle there is nothing to look up.
      driver,
      url: options.url,
      entities: options.entities ?? [],
      synchronize: false,
      poolSize: options.poolSize ?? POOL_SIZE,
      // One bad connection must not end the process: pg takes it out of the pool by itself.
      poolErrorHandler: () => undefined,
      extra: {
        connectionTimeoutMillis: 5_000,
        // A new connection proves its password anew, which costs as much as many statements: one that rests is kept.
        idleTimeoutMillis: 300_000,
        idle_in_transaction_session_timeout: 10_000,
        lock_timeout: 30_000,
        statement_timeout: options.statementTimeoutMs ?? 120_000,
        keepAlive: true,
      },
    });
    return new Database(await dataSource.initialize());
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await this.turns.take(() => this.run(work));
    for (const listener of this.listeners) listener();
    return result;
  }

  private async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as ClientBase;
      await runner.startTransaction();
      const tx = new Transaction(runner.manager, client);
      const result = await work(tx);
      await tx.finish();
      await runner.commitTransaction();
      return result;
    } catch (error) {
      // The first error counts; a rollback that fails too only says that the connection is gone, and the server rolls back by itself.
      if (runner.isTransactionActive && !runner.isReleased) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** A read outside a transaction. */
  async query<T>(statement: Sql): Promise<T[]> {
    const client = await this.connection();
    // the pool listens only to idle connections: one that is lost while it is asked must not end the process
    client.on('error', heard);
    let broken: Error | undefined;
    try {
      const { rows } = await client.query<T & object>({ text: statement.text, values: statement.values });
      return rows;
    } catch (error) {
      if (error instanceof Error && !('severity' in error)) broken = error;
      throw error;
    } finally {
      client.release(broken);
      client.off('error', heard);
    }
  }

  async maybe<T>(statement: Sql): Promise<T | undefined> {
    const [row] = await this.query<T>(statement);
    return row;
  }

  /** Business time. */
  async now(): Promise<Date> {
    const row = await this.maybe<{ now: Date }>(sql`SELECT business_now() AS now`);
    if (!row) throw new Error('business_now() gave no row');
    return row.now;
  }

  poolFigures(): PoolFigures {
    const { totalCount, idleCount, waitingCount } = this.pool();
    return { limit: this.dataSource.options.poolSize ?? POOL_SIZE, open: totalCount, idle: idleCount, waiting: waitingCount + this.turns.queue };
  }

  /** What waits for the relay: the way to know that Kafka does not keep up with this service. */
  async outboxFigures(most = 10_000): Promise<OutboxFigures> {
    const row = await this.maybe<OutboxFigures>(sql`
      SELECT count(*)::int AS depth,
             COALESCE(EXTRACT(EPOCH FROM clock_timestamp() - min(created_at)), 0)::float8 AS "oldestSeconds"
      FROM (SELECT created_at FROM outbox ORDER BY id LIMIT ${most}) AS unsent`);
    return row ?? { depth: 0, oldestSeconds: 0 };
  }

  /**
   * Whether a transaction still does something, so that a long one is not taken for a stuck one: it asked something lately, or the server is
   * busy with what it asked. When the server cannot say, because it is away, nothing is held against the transaction.
   */
  async isWorking(tx: Transaction, silentMs: number): Promise<boolean> {
    const { ms, waiting } = tx.silence;
    if (ms < silentMs) return true;
    if (!waiting || tx.backend === undefined) return waiting;
    const asked = sql`SELECT state = 'active' AND wait_event IS DISTINCT FROM 'ClientRead' AS busy FROM pg_stat_activity WHERE pid = ${tx.backend}`;
    return this.maybe<{ busy: boolean }>(asked).then(
      (server) => server?.busy ?? false,
      () => true,
    );
  }

  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private async connection(): Promise<PoolClient> {
    return this.pool().connect();
  }

  private pool(): Pool {
    const pool: unknown = Reflect.get(this.dataSource.driver, 'master');
    if (!(pool instanceof Pool)) throw new Error('the database is closed');
    return pool;
  }
}
