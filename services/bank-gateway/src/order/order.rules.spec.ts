import type { OrderChunk, PayeeBlock } from '@one-card/contracts';
import fc from 'fast-check';
import { partIdOf, splitByBank } from './order.rules';

const ORDER = '0195d9a4-0000-7000-8000-000000000001';
const CHUNK = '0195d9a4-0000-7000-8000-0000000000c1';
const BANKS = ['rcb', 'psbc', 'abc'];

interface Line {
  bankCode: string;
  amountFen: bigint;
}

function orderOf(lines: Line[]): { order: OrderChunk; payees: PayeeBlock } {
  const total = String(lines.reduce((sum, { amountFen }) => sum + amountFen, 0n));
  const funding = BANKS.map((bankCode) => ({ bankCode, lines: 1, amountFen: total, voucherNo: `V-${bankCode}`, fundedAt: '2026-03-02T00:00:00Z' }));
  const payees: PayeeBlock = {
    name: lines.map(() => '段秀英'),
    socialCardNo: lines.map(() => null),
    bankCardNo: lines.map(() => null),
    account: lines.map((_, at) => `account-${String(at)}`),
    bankCode: lines.map(({ bankCode }) => bankCode),
    bankLineNo: lines.map(() => null),
    carrierKind: lines.map(() => 'social-card'),
  };
  const order = {
    orderId: ORDER,
    orderNo: 'D-1',
    chunk: { countyCode: '410423', chunkId: CHUNK, firstLine: 1_000, lines: lines.length },
    memo: '耕地补贴',
    funding,
    lines: {
      line: lines.map((_, at) => 1_000 + at),
      attempt: lines.map(() => 1),
      amountFen: lines.map(({ amountFen }) => String(amountFen)),
      bankCode: lines.map(({ bankCode }) => bankCode),
    },
    total: { count: lines.length, amountFen: total },
  } as unknown as OrderChunk;
  return { order, payees };
}

const lines = fc.array(fc.record({ bankCode: fc.constantFrom(...BANKS), amountFen: fc.bigInt({ min: 1n, max: 10n ** 12n }) }), {
  minLength: 1,
  maxLength: 40,
});

describe('a chunk cut by bank', () => {
  it('tells every line to its own bank, once, with its own account, and loses no fen', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const { order, payees } = orderOf(some);
        const parts = splitByBank(order, payees);
        expect(new Set(parts.map(({ bankCode }) => bankCode)).size).toBe(parts.length);
        expect(parts.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(BigInt(order.total.amountFen));
        for (const part of parts) {
          expect(part.lines.account).toEqual(part.line.map((line) => `account-${String(line - 1_000)}`));
          expect(part.line.every((line) => some[line - 1_000]?.bankCode === part.bankCode)).toBe(true);
        }
        expect(parts.flatMap(({ line }) => line).sort((a, b) => a - b)).toEqual(order.lines.line);
      }),
    );
  });

  it('makes the same parts whenever the same order comes', () => {
    expect(partIdOf(ORDER, CHUNK, 'rcb')).toBe(partIdOf(ORDER, CHUNK, 'rcb'));
    expect(partIdOf(ORDER, CHUNK, 'rcb')).not.toBe(partIdOf(ORDER, CHUNK, 'abc'));
  });

  const { order, payees } = orderOf([{ bankCode: 'rcb', amountFen: 5n }]);
  it.each([
    ['a bank without voucher', { ...order, funding: [] }, payees, 'no voucher'],
    ['another total', { ...order, total: { count: 1, amountFen: '6' } }, payees, 'totals'],
    ['a line of another chunk', { ...order, lines: { ...order.lines, line: [999] } }, payees, 'not of its chunk'],
    ['a payee of another bank', order, { ...payees, bankCode: ['abc'] }, 'no payee account'],
    ['a payee that did not match', order, { ...payees, account: [null] }, 'no payee account'],
  ])('is refused whole with %s', (_, tampered, block, why) => {
    expect(() => splitByBank(tampered, block)).toThrow(why);
  });
});
