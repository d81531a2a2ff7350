import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Platform } from './platform';

/** The platform's PostgreSQL, as whoever has the machine can read it. */
async function connect({ state }: Platform, port: number, database: string): Promise<Client> {
  const password = readFileSync(join(state, 'postgres.password'), 'utf8').trim();
  const client = new Client({ connectionString: `postgresql://postgres:${password}@127.0.0.1:${port}/${database}` });
  await client.connect();
  return client;
}

/** Writes all that is in memory to the files, and gives every row of every table as text: what a file holds compressed is seen so too. */
export async function checkpointAndRows(platform: Platform): Promise<{ table: string; rows: string[] }[]> {
  const { port } = await platform.process('postgres');
  const admin = await connect(platform, port, 'postgres');
  await admin.query('CHECKPOINT');
  const { rows: databases } = await admin.query<{ datname: string }>(`SELECT datname FROM pg_database WHERE NOT datistemplate`);
  await admin.end();
  const all: { table: string; rows: string[] }[] = [];
  for (const { datname } of databases) {
    const client = await connect(platform, port, datname);
    for (const table of await tablesOf(client)) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      all.push({ table: `${datname}: ${table}`, rows: rows.map(({ row }) => withBytes(row)) });
    }
    await client.end();
  }
  return all;
}

/** One statement as whoever has the machine could run it: to damage what no service would. */
export async function byHand(platform: Platform, schema: string, statement: string): Promise<number> {
  const { port } = await platform.process('postgres');
  const client = await connect(platform, port, 'onecard');
  try {
    await client.query(`SET search_path TO ${schema}`);
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT format('%I.%I', schemaname, tablename) AS name
    FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
  return rows.map(({ name }) => name);
}

/** Bytes are told in hexadecimal: beside them as they are, in case somebody stored a text as bytes. */
function withBytes(row: string): string {
  const bytes = [...row.matchAll(/\\x([0-9a-f]{20,})/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'));
  return [row, ...bytes].join(' ');
}
