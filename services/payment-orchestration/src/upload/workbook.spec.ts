import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import excel, { Workbook } from 'exceljs';
import { rowsOfFile, type SheetRow } from './rows';
import { workbookRows } from './workbook';
import { withEntriesFirst } from './zip-order';

async function workbookOf(rows: unknown[][]): Promise<Buffer> {
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet('花名册');
  for (const row of rows) sheet.addRow(row);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

async function read(bytes: Buffer): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of rowsOfFile(pieces(bytes), { workbookBytes: 1024 * 1024 })) rows.push(row);
  return rows;
}

async function* pieces(bytes: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

describe('a workbook', () => {
  it('gives what a person sees in its cells', async () => {
    const rich = { richText: [{ text: '张' }, { text: '三' }] };
    const bytes = await workbookOf([
      ['序号', '姓名', '数量', '金额'],
      [1, rich, 0.1 + 0.2, { formula: 'C2*150', result: 45 }],
      ['合计', null, 1, '1,234.50'],
    ]);
    expect(await read(bytes)).toEqual([
      { rowNo: 1, cells: ['序号', '姓名', '数量', '金额'] },
      { rowNo: 2, cells: ['1', '张三', '0.3', '45'] },
      { rowNo: 3, cells: ['合计', '', '1', '1,234.50'] },
    ]);
  });

  it.each([true, false])('keeps every character, wherever its pieces are cut (shared strings: %s)', async (useSharedStrings) => {
    const names = Array.from({ length: 6000 }, (_, i) => `${'雷趴村民委员会'.slice(i % 7)}${'𠮷'.repeat(i % 3)}${i}`);
    const stream = new PassThrough();
    const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useSharedStrings });
    const sheet = workbook.addWorksheet('花名册');
    for (const name of names) sheet.addRow([name]).commit();
    sheet.commit();
    const [bytes] = await Promise.all([buffer(stream), workbook.commit()]);
    expect((await read(bytes)).map(({ cells }) => cells[0])).toEqual(names);
  });

  it('keeps the numbers of its rows when some are empty', async () => {
    const workbook = new Workbook();
    const sheet = workbook.addWorksheet('一');
    sheet.getCell('A1').value = '序号';
    sheet.getCell('B4').value = '张三';
    const rows = await read(Buffer.from(await workbook.xlsx.writeBuffer()));
    expect(rows.filter(({ cells }) => cells.some((cell) => cell !== ''))).toEqual([
      { rowNo: 1, cells: ['序号'] },
      { rowNo: 4, cells: ['', '张三'] },
    ]);
  });

  it('that unpacks to more than it says of itself is refused', async () => {
    const bytes = await workbookOf(Array.from({ length: 2000 }, (_, at) => ['零'.repeat(100), at]));
    for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1'))
      bytes.writeUInt32LE(10, at + 24);
    expect(await read(bytes)).toHaveLength(2000);
    const all = async () => {
      for await (const row of workbookRows(bytes, 20_000)) expect(row.rowNo).toBeGreaterThan(0);
    };
    await expect(all()).rejects.toMatchObject({ code: 'file-refused' });
  });

  it('has its shared strings before its sheets, so that no sheet is laid aside on the disk', async () => {
    const zip = withEntriesFirst(await workbookOf([['序号']]), (name) => name === 'xl/sharedStrings.xml');
    expect(zip?.parts[0]?.toString('latin1')).toContain('xl/sharedStrings.xml');
  });
});
