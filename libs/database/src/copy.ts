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
  rows: Rows,
  onProgress: () => void = () => undefined,
): Promise<number> {
  const stream = client.query(from(`COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(textOf(rows, onProgress), { objectMode: true, highWaterMark: 2 }), stream);
  return stream.rowCount;
}

type Rows = Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>;

/** An array is not awaited row by row: that costs as much as writing the row. */
const textOf = (rows: Rows, onProgress: () => void): Iterable<Buffer> | AsyncIterable<Buffer> =>
  Symbol.asyncIterator in rows ? textOfStream(rows, onProgress) : textOfArray(rows, onProgress);

const lineOf = (row: readonly CopyValue[]): string => row.map(fieldOf).join('\t') + '\n';

function* textOfArray(rows: Iterable<readonly CopyValue[]>, onProgress: () => void): Iterable<Buffer> {
  let text = '';
  for (const row of rows) {
    text += lineOf(row);
    if (text.length < FLUSH_CHARS) continue;
    onProgress();
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

async function* textOfStream(rows: AsyncIterable<readonly CopyValue[]>, onProgress: () => void): AsyncIterable<Buffer> {
  let text = '';
  for await (const row of rows) {
    text += lineOf(row);
    if (text.length < FLUSH_CHARS) continue;
    onProgress();
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
