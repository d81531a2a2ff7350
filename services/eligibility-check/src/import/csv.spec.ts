import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CsvFile, UnreadableFile } from './csv';

async function rowsOf(...parts: (string | Buffer)[]) {
  const file = new CsvFile(Readable.from(parts.map((part) => Buffer.from(part as string))));
  const rows = [];
  for await (const row of file.rows()) rows.push(row);
  return { rows, sha256: file.sha256 };
}

describe('a CSV file', () => {
  it('is read with its rows as a spreadsheet numbers them, and hashed as it was sent', async () => {
    const text = '\ufeffname,identity\n张三,1\n\n李四,2\n';
    const { rows, sha256 } = await rowsOf(text);
    expect(rows).toEqual([
      { rowNo: 1, cells: ['name', 'identity'] },
      { rowNo: 2, cells: ['张三', '1'] },
      { rowNo: 4, cells: ['李四', '2'] },
    ]);
    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('may be cut anywhere on its way, in the middle of a character too', async () => {
    const bytes = Buffer.from('name\n张三\n');
    const { rows } = await rowsOf(bytes.subarray(0, 6), bytes.subarray(6));
    expect(rows[1]?.cells).toEqual(['张三']);
  });

  it('may be in GB18030', async () => {
    const { rows } = await rowsOf(Buffer.concat([Buffer.from('name\n'), Buffer.from('cfd8bed6', 'hex'), Buffer.from('\n')]));
    expect(rows[1]?.cells).toEqual(['县局']);
  });

  it('is refused when its quotes do not close or it is no text', async () => {
    await expect(rowsOf('name\n"张三')).rejects.toThrow(UnreadableFile);
    await expect(rowsOf('name\n', Buffer.from([0xff, 0xff, 0x0a]))).rejects.toThrow(UnreadableFile);
  });

  it('may be left before its end', async () => {
    const file = new CsvFile(Readable.from(Array.from({ length: 1000 }, () => Buffer.from('张三,1\n'.repeat(1000)))));
    for await (const row of file.rows()) {
      expect(row.rowNo).toBe(1);
      break;
    }
  });
});
