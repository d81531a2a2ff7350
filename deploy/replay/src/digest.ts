import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { EVERYWHERE, EXCEPTIONS } from './tables';

export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  readonly hash: string;
}

interface Column {
  table: string;
  column: string;
}

const schemaOf = (service: string) => service.replaceAll('-', '_');
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
/** Of this connection only: it goes away by itself. */
const keptAs = (service: string, table: string) => quoted(`before/${schemaOf(service)}/${table}`.slice(0, 63));

/** Every table of a service with what is compared of its rows, as one text a row. */
async function comparedOf(database: Client, service: string): Promise<Map<string, string>> {
  const { rows } = await database.query<Column>(
    `SELECT c.table_name AS "table", c.column_name AS "column"
     FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = $1 AND t.table_type = 'BASE TABLE'
     ORDER BY 1, c.ordinal_position`,
    [schemaOf(service)],
  );
  const all = [EVERYWHERE, EXCEPTIONS[service] ?? {}];
  const tables = new Map<string, string[]>();
  for (const { table, column } of rows) {
    if (all.some(({ tables: out }) => out?.[table] !== undefined)) continue;
    const columns = tables.get(table) ?? [];
    tables.set(table, columns);
    if (all.some(({ columns: out }) => out?.[table]?.[column] !== undefined)) continue;
    const byLength = all.some(({ lengths }) => lengths?.[table]?.includes(column) === true);
    columns.push(byLength ? `octet_length(${quoted(column)})` : quoted(column));
  }
  return new Map([...tables].map(([table, columns]) => [table, `ROW(${columns.join(', ')})::text`]));
}

/** Hash of each table of a service, whatever order its rows lie in. */
export async function digestsOf(database: Client, service: string): Promise<TableDigest[]> {
  const digests: TableDigest[] = [];
  for (const [table, row] of await comparedOf(database, service)) {
    const { rows } = await database.query<{ rows: string; hash: string }>(
      `SELECT count(*) AS rows, md5(COALESCE(string_agg(digest, '' ORDER BY digest), '')) AS hash
       FROM (SELECT md5(${row}) AS digest FROM ${quoted(schemaOf(service))}.${quoted(table)}) AS each`,
    );
    const [found] = rows;
    if (found) digests.push({ table, rows: Number(found.rows), hash: found.hash });
  }
  return digests;
}

export const hashOf = (digests: readonly TableDigest[]): string => createHash('sha256').update(JSON.stringify(digests)).digest('hex').slice(0, 16);

/** Keeps the rows as they are now, so that a later difference can be shown. */
export async function keep(database: Client, service: string): Promise<void> {
  for (const [table, row] of await comparedOf(database, service))
    await database.query(
      `CREATE TEMPORARY TABLE ${keptAs(service, table)} AS SELECT ${row} AS row FROM ${quoted(schemaOf(service))}.${quoted(table)}`,
    );
}

/** The first row that came or went since, as text. Sealed fields are ciphertext in it too. */
export async function firstDifference(database: Client, service: string, table: string): Promise<string> {
  const row = (await comparedOf(database, service)).get(table) ?? 'NULL';
  const now = `SELECT ${row} AS row FROM ${quoted(schemaOf(service))}.${quoted(table)}`;
  const before = `SELECT row FROM ${keptAs(service, table)}`;
  const { rows } = await database.query<{ what: string; row: string }>(
    `(SELECT 'gone' AS what, row FROM (${before} EXCEPT ALL ${now}) AS gone ORDER BY row LIMIT 1)
     UNION ALL (SELECT 'new' AS what, row FROM (${now} EXCEPT ALL ${before}) AS come ORDER BY row LIMIT 1)`,
  );
  return rows.map(({ what, row: text }) => `${what} ${text.slice(0, 500)}`).join('; ');
}
