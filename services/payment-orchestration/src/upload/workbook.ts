import { Readable } from 'node:stream';
import type { CellValue } from 'exceljs';
import { refuseFile } from './file-refused';
import type { SheetRow } from './rows';
import { withEntriesFirst } from './zip-order';

const MOST_UNPACKED = 1024 * 1024 * 1024;
/** These are kept in memory: enough for some million names and numbers. */
const MOST_STRINGS = 256 * 1024 * 1024;
const readBefore = (name: string): boolean => name === 'xl/sharedStrings.xml' || name === 'xl/_rels/workbook.xml.rels' || name === 'xl/workbook.xml';
const broken = () =>
  refuseFile('workbook-broken', '无法读取此工作簿,请另存为 XLSX 或 CSV 后重试', 'the workbook cannot be read: save it anew as XLSX or CSV');

/** The rows of the first sheet, one after another. The workbook's bytes are in memory, its rows are not. */
export async function* workbookRows(workbook: Buffer, mostUnpacked = MOST_UNPACKED): AsyncIterable<SheetRow> {
  const zip = withEntriesFirst(workbook, readBefore);
  if (zip === undefined || zip.unpackedBytes > mostUnpacked) throw broken();
  const Reader = await wholeCharacterReader(mostUnpacked);
  const options = { sharedStrings: 'cache', worksheets: 'emit', hyperlinks: 'ignore', styles: 'ignore', entries: 'ignore' } as const;
  const reader = new Reader(Readable.from(zip.parts, { objectMode: false }), options);
  try {
    for await (const sheet of reader) {
      for await (const row of sheet) yield { rowNo: row.number, cells: textsOf(row.values) };
      return;
    }
  } catch (error) {
    // exceljs quotes what it could not read
    throw error instanceof Error && error.name === 'DomainError' ? error : broken();
  }
}

/**
 * exceljs decodes each piece of an entry by itself, and a character that lies across two pieces comes out broken: a name would differ
 * from the register's. Its reader gets text instead, decoded as one stream.
 */
async function wholeCharacterReader(mostUnpacked: number) {
  const { default: excel } = await import('exceljs');
  const Base = excel.stream.xlsx.WorkbookReader as unknown as new (...args: ConstructorParameters<typeof excel.stream.xlsx.WorkbookReader>) => Parts;
  class WholeCharacterReader extends Base {
    override _parseSharedStrings(entry: AsyncIterable<Buffer>) {
      return super._parseSharedStrings(Readable.from(decoded(entry, Math.min(mostUnpacked, MOST_STRINGS))));
    }
    override _parseWorksheet(pieces: AsyncIterable<Buffer>, ...rest: unknown[]) {
      return super._parseWorksheet(decoded(pieces, mostUnpacked), ...rest);
    }
  }
  return WholeCharacterReader as unknown as typeof excel.stream.xlsx.WorkbookReader;
}

/** The methods of exceljs's reader that parse XML with people's text in it. */
interface Parts {
  _parseSharedStrings(entry: AsyncIterable<Buffer | string>): AsyncIterable<unknown>;
  _parseWorksheet(pieces: AsyncIterable<Buffer | string>, ...rest: unknown[]): Iterable<unknown>;
}

/** Counts what really comes: the sizes that an archive tells of itself may be forged. */
async function* decoded(pieces: AsyncIterable<Buffer>, most: number): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let left = most;
  for await (const piece of pieces) {
    left -= piece.length;
    if (left < 0) throw broken();
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

function textsOf(values: CellValue[] | Record<string, CellValue>): string[] {
  // The first place of a row stands for a column 0, which no sheet has.
  return Array.isArray(values) ? Array.from(values, textOf).slice(1) : [];
}

/** What the person who made the sheet sees. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return '';
  // A spreadsheet computes with 15 digits and shows them: 0.1 + 0.2 is 0.3 there.
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('result' in value) return textOf(value.result as CellValue);
  if ('text' in value) return String(value.text);
  return '';
}
