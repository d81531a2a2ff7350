import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Response } from 'express';
import { csvLine, plainCell } from './cells';

/** A list as a file: rows are made as they are sent, so that a million of them need no room. */
export interface Table {
  /** without its ending */
  readonly fileName: string;
  /** name of the workbook's sheet */
  readonly sheet: string;
  readonly heads: readonly string[];
  readonly rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>;
}

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export type TableFormat = keyof typeof TYPES;

export async function sendTable(response: Response, format: TableFormat, table: Table): Promise<void> {
  response.setHeader('content-type', TYPES[format]);
  response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${table.fileName}.${format}`)}`);
  response.setHeader('cache-control', 'no-store');
  try {
    await (format === 'csv' ? sendCsv(response, table) : sendWorkbook(response, table));
  } catch (error) {
    // Nobody reads on, or half of it has been sent: a cut connection says that the file is not whole.
    response.destroy(error instanceof Error ? error : undefined);
  }
}

/** A byte-order mark, without which Excel takes Chinese for something else. */
const sendCsv = (response: Response, { heads, rows }: Table): Promise<void> =>
  pipeline(
    Readable.from(
      (async function* () {
        yield `\ufeff${csvLine(heads)}`;
        for await (const row of rows) yield csvLine(row);
      })(),
    ),
    response,
  );

/** Shared strings would keep every text in memory until the end. */
async function sendWorkbook(response: Response, { sheet: name, heads, rows }: Table): Promise<void> {
  // Only whoever sends workbooks carries what makes them.
  const { stream } = (await import('exceljs')).default;
  const workbook = new stream.xlsx.WorkbookWriter({ stream: response, useSharedStrings: false, useStyles: false });
  const sheet = workbook.addWorksheet(name);
  sheet.addRow([...heads]).commit();
  for await (const row of rows) {
    if (response.destroyed) return;
    sheet.addRow(row.map(plainCell)).commit();
    if (response.writableNeedDrain) await drained(response);
  }
  sheet.commit();
  await workbook.commit();
}

const drained = (response: Response): Promise<void> =>
  new Promise((resolve) => {
    response.once('drain', resolve).once('close', resolve);
  });
