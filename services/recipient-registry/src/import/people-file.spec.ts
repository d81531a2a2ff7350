import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import { recordsOf } from './people-file';

async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(bytes: Buffer, size = 1000): Promise<{ rows: { row: number; record: string[] }[]; sha256: string }> {
  const hash = createHash('sha256');
  const rows = [];
  for await (const record of recordsOf(inPieces(bytes, size), hash)) rows.push(record);
  return { rows, sha256: hash.digest('hex') };
}

const text = '村,姓名\n1,张三\n\n2,"李,四"\n';

describe('a people file', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['GB18030', iconv.encode(text, 'gb18030')],
  ])('is read in %s, whatever pieces it comes in', async (_name, bytes) => {
    const { rows } = await read(bytes, 1);
    expect(rows).toEqual([
      { row: 1, record: ['村', '姓名'] },
      { row: 2, record: ['1', '张三'] },
      { row: 3, record: [''] },
      { row: 4, record: ['2', '李,四'] },
    ]);
  });

  it('in GB18030 stays so after a long beginning', async () => {
    const long = text + '3,王五\n'.repeat(20_000);
    const { rows } = await read(iconv.encode(long, 'gb18030'), 4096);
    expect(rows.at(-1)?.record).toEqual(['3', '王五']);
  });

  it('is known by the hash of its bytes', async () => {
    const bytes = iconv.encode(text, 'gb18030');
    expect((await read(bytes)).sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
