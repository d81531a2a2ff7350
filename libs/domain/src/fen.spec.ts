import fc from 'fast-check';
import { amountOf, formatMilli, formatYuan, parseFen, parseMilli, rateFromFund, sumFen } from './fen';

const fen = fc.bigInt({ min: 0n, max: 10n ** 15n - 1n });
const milli = fc.integer({ min: 0, max: 10 ** 12 - 1 });

describe('an amount as people write it', () => {
  it.each([
    ['1,234.50', 123450n],
    ['¥1,234.5', 123450n],
    ['￥ 1234.5元', 123450n],
    ['１２３４．５', 123450n],
    ['１，２３４．５０　元', 123450n],
    ['1234元', 123400n],
    ['  0.07 ', 7n],
    ['0', 0n],
    ['007', 700n],
    ['9,999,999,999,999.99', 999_999_999_999_999n],
  ])('%s is read', (text, value) => {
    expect(parseFen(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'amount-empty'],
    ['　', 'amount-empty'],
    ['1.234', 'amount-decimals'],
    ['1.000', 'amount-decimals'],
    ['0.30000000000000004', 'amount-decimals'],
    ['-5', 'amount-negative'],
    ['－５', 'amount-negative'],
    ['¥-5', 'amount-negative'],
    ['-¥5', 'amount-negative'],
    ['(5.00)', 'amount-negative'],
    ['12,34', 'amount-not-a-number'],
    ['1,2345', 'amount-not-a-number'],
    [',123', 'amount-not-a-number'],
    ['1.', 'amount-not-a-number'],
    ['.5', 'amount-not-a-number'],
    ['1e3', 'amount-not-a-number'],
    ['1²', 'amount-not-a-number'],
    ['①', 'amount-not-a-number'],
    ['٣', 'amount-not-a-number'],
    ['壹佰', 'amount-not-a-number'],
    ['1 234', 'amount-not-a-number'],
    ['元', 'amount-not-a-number'],
    ['$5', 'amount-not-a-number'],
    ['5亩', 'amount-not-a-number'],
    ['=1+1', 'amount-not-a-number'],
    ['10,000,000,000,000', 'amount-too-large'],
  ])('%s is refused as %s', (text, code) => {
    expect(parseFen(text)).toEqual({ ok: false, code, zh: expect.any(String), en: expect.any(String) });
  });

  it('is the same after being shown and read again', () => {
    fc.assert(fc.property(fen, (amount) => expect(parseFen(formatYuan(amount))).toEqual({ ok: true, value: amount })));
  });

  it('never throws, and never reads a negative, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = parseFen(text);
        expect(read.ok ? read.value >= 0n : read.code.startsWith('amount-')).toBe(true);
      }),
    );
  });
});

describe('an amount shown', () => {
  it.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [123450n, '1,234.50'],
    [100_000_000_00n, '100,000,000.00'],
    [-123450n, '-1,234.50'],
    [-5n, '-0.05'],
  ])('%s fen is %s', (amount, text) => {
    expect(formatYuan(amount)).toBe(text);
  });
});

describe('an area or quantity', () => {
  it.each([
    ['12.345', 12345],
    ['１２．３', 12300],
    ['1,200', 1_200_000],
    ['0.001', 1],
  ])('%s is read', (text, value) => {
    expect(parseMilli(text)).toEqual({ ok: true, value });
  });

  it('takes the unit that is expected and no other', () => {
    expect(parseMilli('3.5 亩', '亩')).toEqual({ ok: true, value: 3500 });
    expect(parseMilli('3.5公斤', '亩')).toMatchObject({ code: 'quantity-not-a-number' });
    expect(parseMilli('3.5亩')).toMatchObject({ code: 'quantity-not-a-number' });
  });

  it.each([
    ['1.2345', 'quantity-decimals'],
    ['', 'quantity-empty'],
    ['-1', 'quantity-negative'],
    ['一亩', 'quantity-not-a-number'],
    ['1000000000', 'quantity-too-large'],
  ])('%s is refused as %s', (text, code) => {
    expect(parseMilli(text)).toMatchObject({ ok: false, code });
  });

  it('is the same after being shown and read again', () => {
    fc.assert(fc.property(milli, (quantity) => expect(parseMilli(formatMilli(quantity))).toEqual({ ok: true, value: quantity })));
    expect([12345, 12500, 100_000, 0].map(formatMilli)).toEqual(['12.345', '12.5', '100', '0']);
  });
});

describe('a rate made from a fund', () => {
  it('is truncated to a whole fen', () => {
    expect(rateFromFund(1_000_000n, 107_281)).toBe(9321n); // 93.2131… yuan a mu
    expect(rateFromFund(2n, 3_000)).toBe(0n);
  });

  it('never overspends the fund, and a fen more would', () => {
    fc.assert(
      fc.property(fen, milli, (fund, area) => {
        fc.pre(area > 0);
        const rate = rateFromFund(fund, area);
        expect(rate * BigInt(area) <= fund * 1000n).toBe(true);
        expect((rate + 1n) * BigInt(area) > fund * 1000n).toBe(true);
      }),
    );
  });

  it('pays no more than the fund over all the parcels', () => {
    fc.assert(
      fc.property(fen, fc.array(fc.integer({ min: 1, max: 10 ** 6 }), { minLength: 1 }), (fund, parcels) => {
        const rate = rateFromFund(
          fund,
          parcels.reduce((a, b) => a + b),
        );
        expect(sumFen(parcels.map((parcel) => amountOf(rate, parcel))) <= fund).toBe(true);
      }),
    );
  });

  it('needs an area and a fund', () => {
    expect(() => rateFromFund(100n, 0)).toThrow(RangeError);
    expect(() => rateFromFund(-1n, 1000)).toThrow(RangeError);
  });
});

describe('an amount computed', () => {
  it('is rate × quantity, truncated', () => {
    expect(amountOf(9321n, 12_345)).toBe(115067n); // 1150.67745
    expect(amountOf(8600n, 3_000)).toBe(25800n);
    expect(amountOf(8600n, 3_000n)).toBe(25800n);
  });

  it('takes no part of a thousandth and nothing negative', () => {
    expect(() => amountOf(100n, 0.5)).toThrow(RangeError);
    expect(() => amountOf(100n, -1)).toThrow(RangeError);
    expect(() => amountOf(-1n, 1)).toThrow(RangeError);
  });

  it('sums to nothing for no amounts', () => {
    expect(sumFen([])).toBe(0n);
    expect(sumFen([1n, 2n, 3n])).toBe(6n);
  });
});
