import { pipeline, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { refuseFile } from './file-refused';
import type { SheetRow } from './rows';

/** A cell or a row longer than this is no roll: usually a quotation mark that is never closed. */
const LONGEST_ROW = 64 * 1024;

/** UTF-8 where the beginning is; else GB18030, in which spreadsheets in China save CSV. */
export function encodingOf(head: Buffer): 'utf-8' | 'gb18030' {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

export async function* csvRows(bytes: AsyncIterable<Buffer>, encoding: 'utf-8' | 'gb18030'): AsyncIterable<SheetRow> {
  const parser = parse({ relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'], max_record_size: LONGEST_ROW });
  // The callback keeps a fault of the source from being thrown where nobody listens: the loop below hears it from the parser.
  pipeline(Readable.from(textOf(bytes, encoding)), parser, () => undefined);
  let rowNo = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      rowNo += 1;
      yield { rowNo, cells: record };
    }
  } catch (error) {
    // The parser's own words quote the data.
    if (error instanceof CsvError) throw refuseFile('csv-broken', '引号或分隔符有误,无法读取', 'a quotation mark or separator is wrong', rowNo + 1);
    throw error;
  }
}

async function* textOf(bytes: AsyncIterable<Buffer>, encoding: string): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const part of bytes) yield decoded(decoder, part);
  yield decoded(decoder);
}

function decoded(decoder: TextDecoder, part?: Buffer): string {
  try {
    return decoder.decode(part, { stream: part !== undefined });
  } catch {
    throw refuseFile('encoding', '文件编码有误,应为 UTF-8 或 GB18030', 'the file is neither UTF-8 nor GB18030');
  }
}
