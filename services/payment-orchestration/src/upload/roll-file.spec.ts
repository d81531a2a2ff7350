import fc from 'fast-check';
import { checkDigitOf, formatYuan, type Standard } from '@one-card/domain';
import { DomainError } from '@one-card/service';
import type { CheckedRow, RollTerms } from './row.rules';
import { readRollFile } from './roll-file';
import { rowsOfFile } from './rows';

const MU: Standard = { kind: 'flat', rateFen: 15_000n, per: 'mu' };
const terms: RollTerms = {
  standard: MU,
  periodFrom: '2026-01-01',
  today: '2026-11-01',
  unit: '亩',
  divisionCode: '410423100',
  villages: new Map([
    ['张店村', '410423100201'],
    ['410423100201', '410423100201'],
    ['同名村', null],
  ]),
};
const identityOf = (serial: number): string => {
  const digits = `41042319800101${String(serial % 1000).padStart(3, '0')}`;
  return digits + checkDigitOf(digits);
};
const HEAD = '序号,村,姓名,身份证号,地块/机具编号,数量,标准,金额';
const csv = (rows: string[], total: string, head = HEAD): Buffer => Buffer.from([head, ...rows, total].join('\r\n'));
const row = (fields: Partial<Record<'village' | 'name' | 'identity' | 'subject' | 'quantity' | 'rate' | 'amount', string>> = {}): string => {
  const of = { village: '张店村', name: '张三', identity: identityOf(1), subject: 'D1', quantity: '2', rate: '150', amount: '300.00', ...fields };
  return ['1', of.village, of.name, of.identity, of.subject, of.quantity, of.rate, of.amount].map((cell) => `"${cell}"`).join(',');
};

async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, { size = 7, of = terms } = {}): Promise<CheckedRow[]> {
  const rows: CheckedRow[] = [];
  for await (const one of readRollFile(rowsOfFile(inPieces(bytes, size), { workbookBytes: 1024 * 1024 }), of, 1000)) rows.push(one);
  return rows;
}

const refusal = async (bytes: Buffer): Promise<{ row: number; column: string; code: string }[]> => {
  const error = await read(bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw new Error(`not refused: ${String(error)}`);
  return (error.extra['faults'] as CheckedRow['faults']).map((fault) => ({ row: fault.row, column: fault.column, code: fault.reason.code }));
};

/** The head, one row and the totals of `csv([row()], …)` in GB18030, made with iconv. */
const GB18030_OF_SAMPLE = [
  'd0f2bac52cb4e52cd0d5c3fb2cc9edb7ddd6a4bac52cb5d8bfe92fbbfabedfb1e0bac52ccafdc1bf2cb1ead7bc2cbdf0b6ee0d0a2231222c22d5c5b5',
  'eab4e5222c22d5c5c8fd222c22343130343233313938303031303130303136222c224431222c2232222c22313530222c223330302e3030220d0abacf',
  'bcc62c2c2c2c2c312c2c333030',
].join('');

describe('a roll file', () => {
  it('is read with its amounts in fen and its villages as codes', async () => {
    const rows = await read(csv([row(), row({ quantity: '1.234亩', amount: '¥185.1', village: '410423100201' })], '合计,,,,,2,,485.10'));
    expect(rows).toMatchObject([
      { rowNo: 2, villageCode: '410423100201', quantityMilli: 2000, rateFen: 15_000n, amountFen: 30_000n, faults: [] },
      { rowNo: 3, villageCode: '410423100201', quantityMilli: 1234, amountFen: 18_510n, faults: [] },
    ]);
  });

  it('may begin with a byte order mark and have its columns in any order', async () => {
    const bytes = csv([`"300","150","2","${identityOf(3)}","李四","张店村","1"`], '300,,1,,,,合计', '金额,标准,数量,身份证号,姓名,村,序号');
    expect(await read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]))).toMatchObject([{ name: '李四', faults: [] }]);
  });

  it('tells every fault of a row at once', async () => {
    const wrong = row({ village: '别村', name: '', identity: '410423198001010019', quantity: '0', rate: '160', subject: identityOf(4) });
    const [{ faults, subjectRef } = { faults: [], subjectRef: '-' }] = await read(csv([wrong], '合计,,,,,1,,300'));
    expect(faults.map(({ column, reason }) => `${column} ${reason.code}`)).toEqual([
      '村 village-unknown',
      '姓名 name-empty',
      '身份证号 identity-check-digit',
      '地块/机具编号 subject-invalid',
      '数量 quantity-not-positive',
    ]);
    expect(subjectRef).toBe('');
  });

  it('tells of rate and amount that differ from the standard, and of a village whose name is not its own', async () => {
    const [one] = await read(csv([row({ rate: '160', amount: '320', village: '同名村' })], '合计,,,,,1,,320'));
    expect(one?.faults.map(({ reason }) => reason.code)).toEqual(['village-ambiguous', 'amount-differs', 'rate-differs']);
  });

  it.each([
    ['a head that is missing', csv([], '', '序号,村,姓名,身份证号,数量,标准'), 1, '金额', 'head-missing'],
    ['a head that nobody knows', csv([], '', `${HEAD},备注`), 1, '第 9 列', 'head-unknown'],
    ['an amount that is no number', csv([row({ amount: '三百元' })], '合计,,,,,1,,300'), 2, '金额', 'amount-not-a-number'],
    ['another number of rows', csv([row()], '合计,,,,,2,,300'), 3, '数量', 'total-count-differs'],
    ['another sum', csv([row()], '合计,,,,,1,,300.01'), 3, '金额', 'total-amount-differs'],
    ['no totals', csv([row()], ''), 1, '序号', 'total-missing'],
    ['rows behind the totals', csv([row()], `合计,,,,,1,,300\n${row()}`), 4, '序号', 'rows-after-total'],
    ['no rows', csv([], '合计,,,,,0,,0'), 1, '序号', 'file-empty'],
    ['nothing', Buffer.alloc(0), 1, '文件', 'file-empty'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), 1, '文件', 'file-xls'],
    ['a broken workbook', Buffer.from('PK\u0003\u0004 no zip'), 1, '文件', 'workbook-broken'],
    ['bytes of no encoding', Buffer.concat([Buffer.from(`${HEAD}\n`), Buffer.from([0xff, 0x22])]), 2, '文件', 'encoding'],
  ])('is refused whole for %s', async (_, bytes, at, column, code) => {
    expect(await refusal(bytes)).toContainEqual({ row: at, column, code });
  });

  it('in GB18030 reads as in UTF-8, however the stream is cut', async () => {
    const utf8 = csv([row()], '合计,,,,,1,,300');
    const gb = Buffer.from(GB18030_OF_SAMPLE, 'hex');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async (size) => {
        expect(await read(gb, { size })).toEqual(await read(utf8, { size }));
      }),
      { numRuns: 25 },
    );
  });

  it('gives back each amount and quantity as it was written, and their sum', async () => {
    const line = fc.record({ quantityMilli: fc.integer({ min: 1, max: 9_999_999 }), serial: fc.nat(999) });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
        const amounts = lines.map(({ quantityMilli }) => (15_000n * BigInt(quantityMilli)) / 1000n);
        const sum = amounts.reduce((total, amount) => total + amount, 0n);
        const rows = lines.map(({ quantityMilli, serial }, i) =>
          row({ quantity: (quantityMilli / 1000).toFixed(3), amount: formatYuan(amounts[i] ?? 0n), identity: identityOf(serial) }),
        );
        const read_ = await read(csv(rows, `合计,,,,,${lines.length},,"${formatYuan(sum)}"`), { size: 1000 });
        expect(read_.map(({ amountFen }) => amountFen)).toEqual(amounts);
        expect(read_.map(({ quantityMilli }) => quantityMilli)).toEqual(lines.map(({ quantityMilli }) => quantityMilli));
        const payable = amounts.map((amount) => amount > 0n);
        expect(read_.map(({ faults }) => faults.length === 0)).toEqual(payable);
      }),
      { numRuns: 50 },
    );
  });
});
