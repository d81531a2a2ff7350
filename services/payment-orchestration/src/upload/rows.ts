import { csvRows, type CsvRow } from '@one-card/service';
import { refuseFile } from './file-refused';
import { workbookRows } from './workbook';

/** A row of the file as text, counted from 1 as a person sees it, whatever kind of file it is. */
export type SheetRow = CsvRow;

/** So many tell what kind of file it is. */
const HEAD_BYTES = 4;
const startsWith = (head: Buffer, ...bytes: number[]): boolean => head.subarray(0, bytes.length).equals(Buffer.from(bytes));

/** Reads CSV (UTF-8 with or without BOM, GB18030) or XLSX, known by its first bytes and not by its name. */
export async function* rowsOfFile(source: AsyncIterable<Buffer>, limits: { workbookBytes: number }): AsyncIterable<SheetRow> {
  const { head, all } = await peek(source);
  if (head.length === 0) throw refuseFile('file-empty', '文件为空', 'the file is empty');
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0))
    throw refuseFile('file-xls', '不支持旧版 XLS,请另存为 XLSX 或 CSV', 'old XLS: save it as XLSX or CSV');
  if (startsWith(head, 0x50, 0x4b)) yield* workbookRows(await collect(all, limits.workbookBytes));
  else yield* csvRows(all);
}

async function peek(source: AsyncIterable<Buffer>): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  for (let size = 0; size < HEAD_BYTES;) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    first.push(value);
    size += value.length;
  }
  const rest = { [Symbol.asyncIterator]: () => iterator };
  return { head: Buffer.concat(first), all: both(first, rest) };
}

async function* both(first: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield* first;
  yield* rest;
}

async function collect(source: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of source) {
    size += part.length;
    if (size > most) throw refuseFile('file-too-large', '工作簿过大,请改用 CSV 文件', 'the workbook is too large: send it as CSV');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
