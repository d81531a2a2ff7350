import Table from 'cli-table3';
import type { ApiLatency } from './api-load';
import type { FloorResult } from './floor/floor';
import type { ProfileReport } from './profile/profile';
import type { Latency } from './small';

const plain = { style: { head: [], border: [] } };
const MOST_STATEMENTS = 10;
const MOST_TABLES = 15;

export function profileTables(profile: ProfileReport, lines: number): string {
  return [stages(profile), processes(profile, lines), statements(profile)].join('\n\n');
}

function stages({ stages: times, during }: ProfileReport): string {
  const table = new Table({ head: ['stage', 'seconds', 'cores busy', 'what waited (mean)'], ...plain });
  for (const [name, { seconds }] of Object.entries(times)) {
    const { 'cores busy': busy = 0, ...waits } = during[name] ?? {};
    const longest = Object.entries(waits).sort(([, a], [, b]) => b - a);
    const words = longest.slice(0, 10).map(([what, mean]) => `${what} ${mean}`);
    table.push([name, seconds.toFixed(2), busy.toFixed(2), words.join('\n')]);
  }
  return table.toString();
}

function processes({ cpuSeconds }: ProfileReport, lines: number): string {
  const table = new Table({ head: ['process', 'CPU s', 'µs a line'], colAligns: ['left', 'right', 'right'], ...plain });
  const row = (name: string, seconds: number) => table.push([name, seconds.toFixed(2), ((seconds * 1e6) / lines).toFixed(1)]);
  for (const [name, seconds] of Object.entries(cpuSeconds)) if (seconds > 0) row(name, seconds);
  row(
    'all',
    Object.values(cpuSeconds).reduce((sum, seconds) => sum + seconds, 0),
  );
  return table.toString();
}

function statements(profile: ProfileReport): string {
  const table = new Table({
    head: ['service', 'calls', 'seconds', 'mean ms', 'rows', 'WAL MiB', 'statement'],
    wordWrap: true,
    colWidths: [23, 8, 9, 9, 10, 9, 90],
    ...plain,
  });
  for (const { service, calls, seconds, meanMs, rows, walMiB, query } of profile.statements.slice(0, MOST_STATEMENTS))
    table.push([service, calls, seconds, meanMs, rows, walMiB, query.slice(0, 300)]);
  return table.toString();
}

export function latencyTable(found: readonly Latency[]): string {
  const steps = Object.keys(found[0]?.steps ?? {});
  const table = new Table({ head: ['batch of 20 lines', ...steps, 'seconds'], ...plain });
  for (const { batch, steps: each, seconds } of found) table.push([batch, ...steps.map((step) => (each[step] ?? 0).toFixed(2)), seconds.toFixed(2)]);
  return table.toString();
}

export function apiLine({ requests, perSecond, p50Ms, p99Ms, maxMs, errors, refused }: ApiLatency): string {
  return `API while the run went on: ${requests} requests, ${perSecond}/s, p50 ${p50Ms} ms, p99 ${p99Ms} ms, longest ${maxMs} ms, ${errors} without an answer, ${refused} refused`;
}

export function floorTable({ byTable, rows, bytes, seconds }: FloorResult): string {
  const table = new Table({ head: ['floor: table', 'rows', 'MiB'], colAligns: ['left', 'right', 'right'], ...plain });
  const mebibytes = (count: number): string => (count / 1024 / 1024).toFixed(1);
  for (const each of byTable.slice(0, MOST_TABLES)) table.push([each.table, each.rows, mebibytes(each.bytes)]);
  table.push([`all (${seconds.toFixed(2)} s)`, rows, mebibytes(bytes)]);
  return table.toString();
}
