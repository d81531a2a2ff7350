import { createHash, type Hash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { DomainError } from '../errors/domain-error';
import { type CsvRow, csvRows } from './csv-rows';

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncIterable<Buffer> {
  for (let [at, i] = [0, 0]; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
}

/** Lets whatever could still read on do so. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function rowsOf(body: AsyncIterable<Buffer>, hash?: Hash): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const row of csvRows(body, hash)) rows.push(row);
  return rows;
}

const read = (bytes: Buffer | string, ...sizes: number[]): Promise<CsvRow[]> =>
  rowsOf(inPieces(Buffer.from(bytes as string), sizes.length > 0 ? sizes : [1000]));

const cellsOf = async (bytes: Buffer | string, ...sizes: number[]) => (await read(bytes, ...sizes)).map(({ cells }) => cells);

async function faultOf(bytes: Buffer | string, ...sizes: number[]): Promise<string> {
  const error = await read(bytes, ...sizes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw new Error(`not refused: ${String(error)}`);
  expect(error).toMatchObject({ code: 'file-refused', status: 422 });
  const [{ row, reason }] = error.extra['faults'] as [{ row: number; reason: { code: string } }];
  return `${String(row)} ${reason.code}`;
}

const HEAD = ['姓名', '金额'];
const bad = Buffer.from([0xff, 0xff]);
const files = {
  'UTF-8': (text: string) => Buffer.from(text),
  'UTF-8 with a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`),
  GB18030: (text: string) => iconv.encode(text, 'gb18030'),
};

describe('the rows of a CSV file', () => {
  it.each(Object.entries(files))('in %s have the cells that were written, however the bytes are cut', async (_, encoded) => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('张', '𠮷', '"', ',', '\r', '\n', ' ', 'a') }));
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
    const ending = fc.constantFrom('\n', '\r\n', '\r');
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, ending, sizes, async (given, record_delimiter, cuts) => {
        const bytes = encoded(stringify([HEAD, ...given], { record_delimiter, quote_record_delimiter: true }));
        expect(await read(bytes, ...cuts)).toEqual([HEAD, ...given].map((cells, at) => ({ rowNo: at + 1, cells })));
      }),
    );
  });

  it('are counted as in a spreadsheet: an empty row is one, and one with a line break in a cell is only one', async () => {
    const rows = await read('name,note\r\n\r\n张三,"a\r\nb"\r\n李四,c');
    expect(rows.map(({ rowNo, cells }) => `${String(rowNo)} ${JSON.stringify(cells)}`)).toEqual([
      '1 ["name","note"]',
      '2 [""]',
      '3 ["张三","a\\r\\nb"]',
      '4 ["李四","c"]',
    ]);
  });

  it('may be of different length, and their endings too', async () => {
    expect(await cellsOf('a\rb,c\r\nd\n')).toEqual([['a'], ['b', 'c'], ['d']]);
    expect(await cellsOf('')).toEqual([]);
  });

  it('are found to be in GB18030 however late the first Chinese character comes, and stay so', async () => {
    const latin = 'name,1\n'.repeat(30_000);
    const rows = await cellsOf(iconv.encode(`${latin}${'张三,2\n'.repeat(30_000)}`, 'gb18030'), 4096);
    expect(rows).toHaveLength(60_000);
    expect(rows.at(-1)).toEqual(['张三', '2']);
  });

  it('stand in a hash of all bytes', async () => {
    const bytes = iconv.encode('姓名\n张三\n', 'gb18030');
    const hash = createHash('sha256');
    await rowsOf(inPieces(bytes, [3]), hash);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe('a CSV file that cannot be read', () => {
  const many = '张三,1\n'.repeat(20_000);
  const gb = (text: string) => iconv.encode(text, 'gb18030');

  it.each([
    ['bytes of no encoding', Buffer.concat([Buffer.from('姓名\n张三\n'), bad, Buffer.from('\n李四\n')]), '3 encoding'],
    ['bytes of no encoding in GB18030', Buffer.concat([gb('姓名\n张三\n'), bad, Buffer.from('\n李四\n')]), '3 encoding'],
    ['bytes of no encoding in rows that only UTF-8 can have', Buffer.concat([Buffer.from('村,数\n张,1\n'), bad]), '3 encoding'],
    ['bytes of no encoding in a cell with quotation marks', Buffer.concat([Buffer.from('姓名\n"张三\n'), bad, Buffer.from('"\n')]), '2 encoding'],
    ['bytes of no encoding behind the sample', Buffer.concat([Buffer.from(many), bad]), '20001 encoding'],
    ['bytes of no encoding behind a sample in GB18030', Buffer.concat([gb(many), bad]), '20001 encoding'],
    ['an end in the middle of a character', Buffer.from('姓名\n张三').subarray(0, -1), '2 encoding'],
    ['an end in the middle of a character of GB18030', gb('姓名\n张三').subarray(0, -1), '2 encoding'],
    ['UTF-16', Buffer.from('\ufeff姓名\n', 'utf16le'), '1 encoding'],
    ['a quotation mark in a cell without', '姓名\n张三\n李"四\n', '3 csv-broken'],
    ['a quotation mark that closes too early', '姓名\n"张"三\n', '2 csv-broken'],
    ['a quotation mark that is never closed', '姓名\n张三\n"李四\n王五\n', '3 csv-broken'],
    ['a quotation mark far behind', `${many}李"四\n${many}`, '20001 csv-broken'],
    ['a broken quotation mark before bytes of no encoding', Buffer.concat([Buffer.from('姓名\n李"四\n'), bad]), '2 csv-broken'],
    ['a quotation mark that takes in the rest of a long file', `姓名\n"${many}`, '2 row-too-long'],
    ['no line breaks at all', `姓名\n${'张'.repeat(300_000)}`, '2 row-too-long'],
  ])('is refused for %s', async (_, bytes, fault) => {
    expect(await faultOf(bytes)).toBe(fault);
    expect(await faultOf(bytes, 64 * 1024)).toBe(fault);
  });

  it('says nothing of what stands in it', async () => {
    await expect(read('姓名\n"张"三\n')).rejects.toThrow('file-refused: The file is refused. Row 2: a quotation mark or separator is wrong');
  });

  it('hands on the fault of its source', async () => {
    async function* broken(): AsyncIterable<Buffer> {
      yield await Promise.resolve(Buffer.from('a\nb\n'));
      throw new Error('the sender is gone');
    }
    await expect(rowsOf(broken())).rejects.toThrow('the sender is gone');
  });
});

describe('reading that ends early', () => {
  it('has let its source go: what comes after is left for others', async () => {
    const source = inPieces(Buffer.from('张三,1\n'.repeat(1_000_000)), [64 * 1024])[Symbol.asyncIterator]();
    let reading = 0;
    const next = async () => {
      reading += 1;
      const piece = await source.next();
      reading -= 1;
      return piece;
    };
    for await (const row of csvRows({ [Symbol.asyncIterator]: () => ({ next }) })) {
      expect(row.rowNo).toBe(1);
      break;
    }
    expect(reading).toBe(0);
    expect((await source.next()).done).toBe(false);
  });
});

describe('a reader that is slow', () => {
  it('slows the sender: no more is taken in than a buffer holds', async () => {
    const piece = Buffer.from('甲,乙\n'.repeat(2_000));
    let taken = 0;
    const sent = async function* (): AsyncGenerator<Buffer> {
      for (; taken < 1_000; taken++) yield await Promise.resolve(piece);
    };
    const rows = csvRows(sent());
    await rows.next();
    await settle();
    expect(taken).toBeLessThan(100);
    for (let row = 0; row < 10_000; row++) await rows.next();
    await settle();
    expect(taken).toBeGreaterThan(4);
    expect(taken).toBeLessThan(100);
    await rows.return();
  });
});
