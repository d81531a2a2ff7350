import type { Hash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Reason } from '@one-card/contracts';
import { CsvError, parse } from 'csv-parse';
import { DomainError } from '../errors/domain-error';
import { defineTitles } from '../errors/titles';
import { CsvText, LONGEST_ROW } from './csv-text';

/** A row of a file as text, counted as a spreadsheet counts: the head is row 1, and an empty row is one too. */
export interface CsvRow {
  readonly rowNo: number;
  readonly cells: readonly string[];
}

defineTitles({ 'file-refused': { zh: '文件未被接受', en: 'File refused' } });

const FAULTS = {
  encoding: { zh: '文件编码有误,应为 UTF-8 或 GB18030', en: 'the file is neither UTF-8 nor GB18030' },
  'csv-broken': { zh: '引号或分隔符有误,无法读取', en: 'a quotation mark or separator is wrong' },
  'row-too-long': {
    zh: `此行超过 ${LONGEST_ROW} 个字符,多因引号未成对`,
    en: `this row is longer than ${LONGEST_ROW} characters, often for want of a closing quotation mark`,
  },
};

/**
 * Reads CSV in UTF-8 (with or without byte order mark) or GB18030 as it streams in: memory does not grow with the file. Empty rows are given too,
 * as a row of one empty cell. Every byte that is read goes into the hash. What cannot be read is a DomainError `file-refused` that names the row.
 */
export async function* csvRows(body: AsyncIterable<Buffer>, hash?: Hash): AsyncGenerator<CsvRow, void, undefined> {
  const text = new CsvText(body, hash);
  const parser = parse({ bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'], max_record_size: LONGEST_ROW });
  // A fault on the way is heard from the parser, below.
  const fed = pipeline(text, parser).catch(() => undefined);
  let rowNo = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield { rowNo: ++rowNo, cells };
    if (text.fault !== undefined) throw refused(text.fault, rowNo + 1);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own words quote the data, and it is ahead of the rows that were given.
    throw refused(faultOf(error, text), Number(error['records']) + 1);
  } finally {
    parser.destroy();
    // The body is let go before anybody else may read on from it.
    await fed;
  }
}

function faultOf({ code }: CsvError, text: CsvText): keyof typeof FAULTS {
  if (code === 'CSV_MAX_RECORD_SIZE') return 'row-too-long';
  // A quotation mark that is open where the text ends early is no fault of its own.
  return (code === 'CSV_QUOTE_NOT_CLOSED' ? text.fault : undefined) ?? 'csv-broken';
}

function refused(code: keyof typeof FAULTS, row: number): DomainError {
  const { zh, en } = FAULTS[code];
  const reason: Reason = { code, zh, en };
  const detail = { zh: `文件未被接受。第 ${row} 行:${zh}`, en: `The file is refused. Row ${row}: ${en}` };
  return new DomainError('file-refused', 422, detail, { faults: [{ row, column: '文件', reason }] });
}
