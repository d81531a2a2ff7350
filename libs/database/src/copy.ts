import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import { quoted } from './names';

export type CopyValue = string | number | bigint | boolean | null | Date | Buffer;

const FLUSH_CHARS = 64 * 1024;

/** COPY … FROM STDIN on the transaction's own connection: as fast as PostgreSQL reads, never faster (back-pressure). */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>,
): Promise<number> {
  const stream = client.query(from(`COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(textOf(rows), { objectMode: true, highWaterMark: 2 }), stream);
  return stream.rowCount;
}

async function* textOf(rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>): AsyncIterable<Buffer> {
  let text = '';
  for await (const row of rows) {
    text += row.map(fieldOf).join('\t') + '\n';
    if (text.length < FLUSH_CHARS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** The text format of COPY: the binary one saves nothing once values are strings, and a wrong length there corrupts silently. */
export function fieldOf(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? char) : value;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return String(value);
}
