import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inParallel } from '@one-card/demo';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Parts } from './parts';
import { levelsOf, referred, type Table, tablesOf } from './tables';

const DATABASES = ['onecard', 'bank_simulator'];
const floorOf = (database: string): string => `${database}_floor`;
/** More brought nothing on two cores. */
const CONNECTIONS = 4;
const PART_BYTES = 16 * 1024 * 1024;

export interface FloorResult {
  seconds: number;
  rows: number;
  bytes: number;
  byTable: { table: string; rows: number; bytes: number }[];
}

interface Dump {
  table: Table;
  rows: number;
  bytes: number;
  files: string[];
}

/** The fastest way that we know to the state in which a run ends: what the run wrote, by COPY, into the same tables, empty before. */
export class Floor {
  private constructor(
    private readonly adminUrl: string,
    private readonly folder: string,
    /** Rows of earlier transactions are the set-up's. */
    private readonly since: string,
  ) {}

  /** To be called when the set-up is complete: the run's rows are those written from now on. */
  static async begin(adminUrl: string, folder: string): Promise<Floor> {
    const { rows } = await withClient(adminUrl, 'postgres', (client) =>
      client.query<{ since: string }>('SELECT pg_current_xact_id()::text AS since'),
    );
    return new Floor(adminUrl, folder, rows[0]?.since ?? '0');
  }

  async measure(tell: (line: string) => void): Promise<FloorResult> {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    try {
      const { run, setUp } = await this.dumpAll(tell);
      await this.silence([...setUp, ...run]);
      tell('what the set-up had written, where constraints need it');
      await this.load(setUp);
      await withClient(this.adminUrl, 'postgres', (client) => client.query('CHECKPOINT'));
      tell('what the run has written');
      const from = performance.now();
      await this.load(run);
      return resultOf(run, (performance.now() - from) / 1000);
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private async dumpAll(tell: (line: string) => void): Promise<{ run: Dump[]; setUp: Dump[] }> {
    const [run, setUp]: Dump[][] = [[], []];
    for (const database of DATABASES) {
      await withClient(this.adminUrl, database, async (client) => {
        const tables = await tablesOf(client, database);
        const dumps: Dump[] = [];
        for (const table of tables) {
          tell(`state of ${table.schema}.${table.name}`);
          dumps.push(await this.dump(client, table, '>='));
        }
        const written = dumps.filter(({ rows }) => rows > 0);
        run?.push(...written);
        for (const table of referred(tables, new Set(written.map((dump) => dump.table)))) setUp?.push(await this.dump(client, table, '<'));
      });
    }
    return { run: run ?? [], setUp: setUp ?? [] };
  }

  private async dump(client: Client, table: Table, when: '>=' | '<'): Promise<Dump> {
    const parts = new Parts(join(this.folder, `${table.schema}.${table.name}${when === '<' ? '.before' : ''}`), PART_BYTES);
    const rows = `SELECT ${columnsOf(table)} FROM ${nameOf(table)} WHERE xmin::text::bigint ${when} ${this.since}`;
    const stream = client.query(copyTo(`COPY (${rows}) TO STDOUT`));
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      await parts.write(chunk);
    }
    await parts.close();
    return { table, rows: stream.rowCount, bytes, files: parts.files };
  }

  /** What triggers would write is among the rows already; foreign keys are still checked. */
  private async silence(dumps: readonly Dump[]): Promise<void> {
    for (const database of DATABASES) {
      await withClient(this.adminUrl, floorOf(database), async (client) => {
        for (const { table } of dumps) if (table.database === database) await client.query(`ALTER TABLE ${nameOf(table)} DISABLE TRIGGER USER`);
      });
    }
  }

  private async load(dumps: readonly Dump[]): Promise<void> {
    const byTable = new Map(dumps.map((dump) => [dump.table, dump]));
    const pool = new Connections(this.adminUrl);
    try {
      for (const level of levelsOf([...byTable.keys()])) {
        const parts = level.flatMap((table) => (byTable.get(table)?.files ?? []).map((file) => ({ table, file })));
        await inParallel(CONNECTIONS, parts, ({ table, file }) => pool.copy(table, file));
      }
    } finally {
      await pool.end();
    }
  }
}

/** A few connections to each of the two databases, taken and given back. */
class Connections {
  private readonly free = new Map<string, Client[]>();

  constructor(private readonly adminUrl: string) {}

  async copy(table: Table, file: string): Promise<void> {
    const idle = this.free.get(table.database) ?? [];
    this.free.set(table.database, idle);
    const client = idle.pop() ?? (await connect(this.adminUrl, floorOf(table.database)));
    await pipeline(
      createReadStream(file, { highWaterMark: 256 * 1024 }),
      client.query(copyFrom(`COPY ${nameOf(table)} (${columnsOf(table)}) FROM STDIN`)),
    );
    idle.push(client);
  }

  async end(): Promise<void> {
    for (const clients of this.free.values()) await Promise.all(clients.map((client) => client.end()));
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const nameOf = ({ schema, name }: Table): string => `${quoted(schema)}.${quoted(name)}`;
const columnsOf = ({ columns }: Table): string => columns.map(quoted).join(', ');

function resultOf(dumps: readonly Dump[], seconds: number): FloorResult {
  const byTable = dumps.map(({ table, rows, bytes }) => ({ table: `${table.schema}.${table.name}`, rows, bytes })).sort((a, b) => b.bytes - a.bytes);
  const sum = (of: (dump: Dump) => number): number => dumps.reduce((all, dump) => all + of(dump), 0);
  return { seconds, rows: sum(({ rows }) => rows), bytes: sum(({ bytes }) => bytes), byTable };
}

export async function connect(adminUrl: string, database: string): Promise<Client> {
  const client = new Client({ connectionString: Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href, application_name: 'bench' });
  await client.connect();
  return client;
}

export async function withClient<T>(adminUrl: string, database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(adminUrl, database);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
