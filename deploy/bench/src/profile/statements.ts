import type { Client } from 'pg';

export interface Statement {
  service: string;
  calls: number;
  seconds: number;
  meanMs: number;
  rows: number;
  walMiB: number;
  query: string;
}

/** Begins to count anew. */
export async function countStatements(admin: Client): Promise<void> {
  await admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await admin.query('SELECT pg_stat_statements_reset()');
}

export async function dearest(admin: Client, most: number): Promise<Statement[]> {
  const { rows } = await admin.query<Record<keyof Statement, string>>(
    `SELECT r.rolname AS service, s.calls, s.total_exec_time / 1000 AS seconds, s.mean_exec_time AS "meanMs", s.rows,
            s.wal_bytes / 1048576 AS "walMiB", regexp_replace(s.query, '\\s+', ' ', 'g') AS query
     FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
     WHERE r.rolname LIKE '%\\_app'
     ORDER BY s.total_exec_time DESC LIMIT $1`,
    [most],
  );
  const hundredths = (text: string): number => Math.round(Number(text) * 100) / 100;
  return rows.map(({ service, calls, seconds, meanMs, rows: count, walMiB, query }) => ({
    service: service.replace(/_app$/, '').replaceAll('_', '-'),
    calls: Number(calls),
    seconds: hundredths(seconds),
    meanMs: hundredths(meanMs),
    rows: Number(count),
    walMiB: hundredths(walMiB),
    query: query.slice(0, 400),
  }));
}
