import type { DataSource, EntityMetadata } from 'typeorm';

interface ColumnRow {
  table_name: string;
  column_name: string;
  data_type: string;
  nullable: boolean;
  generated: boolean;
}

/** Entities and migrations are written by hand, each on its own: this tells where they no longer agree. Expect []. */
export async function driftOf(dataSource: DataSource): Promise<string[]> {
  const rows: ColumnRow[] = await dataSource.query(`
    SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS data_type,
           NOT a.attnotnull AS nullable, (a.atthasdef OR a.attidentity <> '') AS generated
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped`);
  return dataSource.entityMetadatas.flatMap((entity) =>
    driftOfEntity(dataSource, entity, new Map(rows.filter((row) => row.table_name === entity.tableName).map((row) => [row.column_name, row]))),
  );
}

function driftOfEntity(dataSource: DataSource, entity: EntityMetadata, table: Map<string, ColumnRow>): string[] {
  if (table.size === 0) return [`${entity.tableName}: no such table`];
  const found: string[] = [];
  for (const column of entity.columns) {
    const name = `${entity.tableName}.${column.databaseName}`;
    const real = table.get(column.databaseName);
    if (!real) {
      found.push(`${name}: no such column`);
      continue;
    }
    const type = dataSource.driver.normalizeType(column) + (column.isArray ? '[]' : '');
    if (baseOf(real.data_type) !== baseOf(type)) found.push(`${name}: ${real.data_type} in the database, ${type} in the entity`);
    if (real.nullable !== column.isNullable) found.push(`${name}: ${real.nullable ? 'nullable' : 'not nullable'} in the database only`);
  }
  const known = new Set(entity.columns.map(({ databaseName }) => databaseName));
  for (const { column_name: name, nullable, generated } of table.values()) {
    if (!known.has(name) && !nullable && !generated) found.push(`${entity.tableName}.${name}: needed by the database, unknown to the entity`);
  }
  return found;
}

/** `character varying(40)` and `timestamp(3) with time zone` without their measures. */
const baseOf = (type: string): string => type.replace(/\(.*?\)/, '').trim();
