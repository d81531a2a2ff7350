import type { Client } from 'pg';

/** What the libs keep for the machinery (Kafka, commands, sessions): no state of a payment run. */
const MACHINERY = ['outbox', 'inbox', 'replica', 'dead_letter', 'command', 'business_clock', 'migrations', 'key_check', 'session'];

export interface Table {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  /** Those that can be written. */
  readonly columns: readonly string[];
  /** Tables of the same schema that rows of this one name. */
  readonly refersTo: readonly string[];
}

interface TableRow {
  schema: string;
  name: string;
  columns: string[];
  refers_to: string[] | null;
}

/** Every table that the services' migrations made in this database, but for the machinery's. */
export async function tablesOf(client: Client, database: string): Promise<Table[]> {
  const { rows } = await client.query<TableRow>(
    `SELECT n.nspname AS schema, c.relname AS name,
            (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            (SELECT array_agg(DISTINCT t.relname::text) FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid
             WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS refers_to
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'public') AND c.relname <> ALL ($1)
     ORDER BY 1, 2`,
    [MACHINERY],
  );
  return rows.map(({ schema, name, columns, refers_to }) => ({ database, schema, name, columns, refersTo: refers_to ?? [] }));
}

/** Tables in the order in which constraints let them be filled: each level refers only to those before it. */
export function levelsOf<T extends Pick<Table, 'schema' | 'name' | 'refersTo'>>(tables: readonly T[]): T[][] {
  const known = new Set(tables.map(({ schema, name }) => `${schema}.${name}`));
  const done = new Set<string>();
  const levels: T[][] = [];
  let left = [...tables];
  while (left.length > 0) {
    const open = ({ schema, refersTo }: T) => refersTo.map((name) => `${schema}.${name}`).filter((to) => known.has(to) && !done.has(to));
    const level = left.filter((table) => open(table).length === 0);
    if (level.length === 0) throw new Error(`these tables refer to one another in a ring: ${left.map(({ name }) => name).join(', ')}`);
    for (const { schema, name } of level) done.add(`${schema}.${name}`);
    left = left.filter((table) => !level.includes(table));
    levels.push(level);
  }
  return levels;
}

/** Those that rows of the others name, directly or through further tables. */
export function referred<T extends Pick<Table, 'schema' | 'name' | 'refersTo'>>(tables: readonly T[], written: ReadonlySet<T>): Set<T> {
  const found = new Set<T>();
  const queue = [...written];
  for (const { schema, refersTo } of queue)
    for (const to of tables) {
      if (to.schema !== schema || !refersTo.includes(to.name) || found.has(to)) continue;
      found.add(to);
      queue.push(to);
    }
  return found;
}
