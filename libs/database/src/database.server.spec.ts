import { defineEvent } from '@one-card/contracts';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import { advanceBusinessClock } from './clock';
import { withCorrelation } from './correlation';
import { Database } from './database';
import { driftOf } from './drift';
import { errorOfConstraint, isTransient } from './errors';
import { databaseMigrations, runMigrations } from './migrations';
import { provision, type ServiceUrls } from './provision';
import { sql } from './sql';

class Sample1800000000001 implements MigrationInterface {
  name = 'Sample1800000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sample (
        id bigint PRIMARY KEY, name text NOT NULL CONSTRAINT sample_name_once UNIQUE,
        amount_fen bigint, seal bytea, paid boolean, at timestamptz, day date)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sample`);
  }
}

@Entity('sample')
class Sample {
  @PrimaryColumn('bigint') id = '';
  @Column('text') name = '';
  @Column('bigint', { nullable: true }) amount_fen: string | null = null;
}

@Entity('sample')
class Drifted {
  @PrimaryColumn('bigint') id = '';
  @Column('integer') amount_fen = 0;
  @Column('text') missing = '';
}

const told = defineEvent('sample.told.v1', { kind: 'record', summary: 'a sample', readBy: [], key: ({ id }) => id }, { id: z.string(), no: z.int() });

describe('the database of a service', () => {
  const adminUrl = process.env['TEST_POSTGRES_URL'] ?? '';
  const name = `database_${randomBytes(5).toString('hex')}`;
  let urls: ServiceUrls;
  let database: Database;

  beforeAll(async () => {
    urls = await provision(adminUrl, name, 'sample-service');
    await runMigrations(urls.migratorUrl, [...databaseMigrations, Sample1800000000001]);
    database = await Database.open({ url: urls.databaseUrl, entities: [Sample] });
  });

  afterAll(async () => {
    await database.close();
    const admin = new Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });

  const insert = (id: number, text: string) => database.transaction((tx) => tx.execute(sql`INSERT INTO sample (id, name) VALUES (${id}, ${text})`));

  it('is provisioned and migrated as often as wanted, to the same end', async () => {
    expect(await provision(adminUrl, name, 'sample-service')).toEqual(urls);
    expect(await runMigrations(urls.migratorUrl, [...databaseMigrations, Sample1800000000001])).toEqual([]);
  });

  it('lets the service change rows, never tables', async () => {
    for (const statement of [
      sql`ALTER TABLE sample ADD COLUMN x text`,
      sql`CREATE TABLE other (id int)`,
      sql`DROP TABLE outbox`,
      sql`TRUNCATE sample`,
    ]) {
      await expect(database.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await insert(1, 'one')).toBe(1);
  });

  it('commits whole or not at all, and tells its listeners of what was committed', async () => {
    let commits = 0;
    database.onCommit(() => commits++);
    const failing = database.transaction(async (tx) => {
      await tx.execute(sql`INSERT INTO sample (id, name) VALUES (2, 'two')`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(commits).toBe(0);
    expect(await database.maybe(sql`SELECT id FROM sample WHERE id = 2`)).toBeUndefined();
    await insert(2, 'two');
    expect(commits).toBe(1);
  });

  it('names the violated constraint', async () => {
    const error: unknown = await insert(3, 'two').catch((fault: unknown) => fault);
    expect(errorOfConstraint(error)).toBe('sample_name_once');
    expect(isTransient(error)).toBe(false);
  });

  it('gives one row where one is expected', async () => {
    await expect(database.transaction((tx) => tx.one(sql`SELECT id FROM sample WHERE id < 0`))).rejects.toThrow('expected one row, got 0');
    await expect(database.transaction((tx) => tx.one(sql`SELECT 1 FROM generate_series(1, 2)`))).rejects.toThrow('expected one row, got 2');
  });

  it('copies rows with every kind of value, unchanged', async () => {
    const seal = randomBytes(1000);
    const text = 'tab\t, line\nbreak\r, back\\slash, \\N, 鲁山县 👍';
    const at = new Date('2026-03-01T08:00:00.123Z');
    const columns = ['id', 'name', 'amount_fen', 'seal', 'paid', 'at', 'day'];
    const rows = [
      [100, text, 9_007_199_254_740_993n, seal, true, at, '2026-03-01'],
      [101, '', null, null, false, null, null],
    ];
    expect(await database.transaction((tx) => tx.copy('sample', columns, rows))).toBe(2);
    expect(await database.query(sql`SELECT * FROM sample WHERE id >= 100 ORDER BY id`)).toEqual([
      { id: '100', name: text, amount_fen: '9007199254740993', seal, paid: true, at, day: '2026-03-01' },
      { id: '101', name: '', amount_fen: null, seal: null, paid: false, at: null, day: null },
    ]);
  });

  it('copies many rows as a stream', async () => {
    const many = (function* () {
      for (let id = 1000; id < 51_000; id++) yield [id, `row ${String(id)}`];
    })();
    expect(await database.transaction((tx) => tx.copy('sample', ['id', 'name'], many))).toBe(50_000);
  });

  it('copies nothing when a row is refused or its source fails, and the connection is good for more', async () => {
    const refused = database.transaction((tx) => tx.copy('sample', ['id', 'name'], [[200, 'x'], [201, null]])); // prettier-ignore
    await expect(refused).rejects.toMatchObject({ code: '23502' });
    const broken = (function* () {
      yield [300, 'x'];
      throw new Error('the file ends early');
    })();
    await expect(database.transaction((tx) => tx.copy('sample', ['id', 'name'], broken))).rejects.toThrow('the file ends early');
    const inside = await database.transaction(async (tx) => {
      await tx.copy('sample', ['id', 'name'], [[202, 'y']]);
      return tx.query(sql`SELECT id FROM sample WHERE id BETWEEN 200 AND 300`);
    });
    expect(inside).toEqual([{ id: '202' }]);
  });

  it('lets one at a time work under a lock', async () => {
    const order: string[] = [];
    const waits = async () =>
      (
        await database.query(
          sql`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        )
      ).length > 0;
    let inside: () => void = () => undefined;
    const entered = new Promise<void>((resolve) => (inside = resolve));
    const first = database.transaction(async (tx) => {
      await tx.lock('county', 410423);
      inside();
      while (!(await waits())) continue;
      order.push('first');
    });
    await entered;
    const second = database.transaction(async (tx) => {
      await tx.lock('county', 410423);
      order.push('second');
    });
    await Promise.all([first, second, database.transaction((tx) => tx.lock('county', 410424))]);
    expect(order).toEqual(['first', 'second']);
  });

  it('keeps a fact in the outbox if and only if its transaction commits', async () => {
    await withCorrelation('thread-7', () => database.transaction((tx) => tx.publish(told, { id: 'a', no: 1 })));
    const failing = database.transaction(async (tx) => {
      await tx.publish(told, { id: 'b', no: 2 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await expect(database.transaction((tx) => tx.publish(told, { id: 'c', no: 1.5 }))).rejects.toThrow();
    const rows = await database.query<{ key: string; headers: object; payload: Buffer }>(sql`SELECT key, headers, payload FROM outbox`);
    expect(rows).toMatchObject([{ key: 'a', headers: { ce_type: told.type, ce_correlationid: 'thread-7' } }]);
    expect(JSON.parse(rows[0]?.payload.toString() ?? '')).toEqual({ id: 'a', no: 1 });
  });

  it('writes many facts of one transaction in the order in which they were said, and none of one that fails', async () => {
    await database.transaction((tx) => tx.execute(sql`DELETE FROM outbox`));
    const say = (numbers: number[], fails: boolean) =>
      database.transaction(async (tx) => {
        for (const no of numbers) await tx.publish(told, { id: 'many', no });
        if (fails) throw new Error('no');
      });
    const numbers = Array.from({ length: 450 }, (_, no) => no);
    await expect(say(numbers, true)).rejects.toThrow('no');
    await say(numbers, false);
    const rows = await database.query<{ payload: Buffer; time: string }>(sql`SELECT payload, headers->>'ce_time' AS time FROM outbox ORDER BY id`);
    expect(rows.map(({ payload }) => (JSON.parse(payload.toString()) as { no: number }).no)).toEqual(numbers);
    expect(new Set(rows.map(({ time }) => time)).size).toBe(1);
    expect(await database.outboxFigures()).toMatchObject({ depth: 450 });
    expect(await database.outboxFigures(100)).toMatchObject({ depth: 100 });
  });

  it('does last what meets others, when all else is told, and none of it when that fails', async () => {
    await database.transaction(async (tx) => {
      tx.atEnd(async () => {
        expect(await tx.query(sql`SELECT key FROM outbox WHERE key = 'said'`)).toEqual([{ key: 'said' }]);
        await tx.publish(told, { id: 'said at the end', no: 2 });
      });
      await tx.publish(told, { id: 'said', no: 1 });
    });
    expect(await database.query(sql`SELECT key FROM outbox WHERE key LIKE 'said%' ORDER BY id`)).toEqual([
      { key: 'said' },
      { key: 'said at the end' },
    ]);
    const failing = database.transaction(async (tx) => {
      tx.atEnd(() => Promise.reject(new Error('the end failed')));
      await tx.publish(told, { id: 'unsaid', no: 1 });
    });
    await expect(failing).rejects.toThrow('the end failed');
    expect(await database.query(sql`SELECT FROM outbox WHERE key = 'unsaid'`)).toEqual([]);
  });

  it('tells a long statement from a transaction that asks nothing more', async () => {
    await database.transaction(async (tx) => {
      expect(await database.isWorking(tx, 60_000)).toBe(true);
      expect(await database.isWorking(tx, 0)).toBe(false);
      const long = tx.query(sql`SELECT pg_sleep(0.5)`);
      while (!(await database.isWorking(tx, 0))) continue;
      await long;
    });
    expect(database.poolFigures()).toMatchObject({ limit: 5, waiting: 0 });
  });

  it('has business time, which only moves forward', async () => {
    const day = 24 * 60 * 60 * 1000;
    const before = await database.now();
    await database.transaction((tx) => advanceBusinessClock(tx, 10 * day));
    expect(await database.transaction((tx) => advanceBusinessClock(tx, 3 * day))).toBe(BigInt(10 * day));
    const after = await database.now();
    expect(Math.round((after.getTime() - before.getTime()) / day)).toBe(10);
    const [one, two] = await database.transaction(async (tx) => [await tx.now(), await tx.now()]);
    expect(one).toEqual(two);
  });

  it('tells where entities and tables have drifted apart', async () => {
    expect(await driftOf(database.dataSource)).toEqual([]);
    const drifted = await Database.open({ url: urls.databaseUrl, entities: [Drifted] });
    expect(await driftOf(drifted.dataSource)).toEqual([
      'sample.amount_fen: bigint in the database, integer in the entity',
      'sample.amount_fen: nullable in the database only',
      'sample.missing: no such column',
      'sample.name: needed by the database, unknown to the entity',
    ]);
    await drifted.close();
  });

  it('outlives lost connections, and calls them a fault that passes', async () => {
    const losing = database.transaction(async (tx) => {
      const { pid } = await tx.one<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
      await database.query(sql`SELECT pg_terminate_backend(${pid})`);
      await tx.query(sql`SELECT 1`);
    });
    const error: unknown = await losing.catch((fault: unknown) => fault);
    expect(isTransient(error)).toBe(true);
    await Promise.all(Array.from({ length: 10 }, () => database.query(sql`SELECT 1`)));
  });

  it('calls it a fault that passes when the connection goes in the middle of a copy', async () => {
    const losing = database.transaction(async (tx) => {
      const { pid } = await tx.one<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
      async function* rows(): AsyncIterable<readonly (string | number)[]> {
        for (let id = 1_000_000; id < 1_050_000; id++) {
          if (id === 1_020_000) await database.query(sql`SELECT pg_terminate_backend(${pid})`);
          yield [id, `lost ${String(id)}`];
        }
      }
      await tx.copy('sample', ['id', 'name'], rows());
    });
    const error: unknown = await losing.catch((fault: unknown) => fault);
    expect(isTransient(error) || error).toBe(true);
  });

  it('always has a connection for what a transaction asks outside itself, however many there are', async () => {
    const narrow = await Database.open({ url: urls.databaseUrl, poolSize: 3 });
    const asking = Array.from({ length: 12 }, () =>
      narrow.transaction(async (tx) => {
        await tx.query(sql`SELECT pg_sleep(0.02)`);
        return narrow.query(sql`SELECT 1`);
      }),
    );
    const ended = await Promise.allSettled(asking);
    await narrow.close();
    expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('does not let a frozen process hold others', async () => {
    const settings = await database.transaction((tx) =>
      tx.query(sql`SELECT current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('lock_timeout') AS lock`),
    );
    expect(settings).toEqual([{ idle: '10s', lock: '30s' }]);
  });
});
