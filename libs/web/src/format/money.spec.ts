import fc from 'fast-check';
import { count, inWords, perMille, yuan } from './money';

describe('money on a page', () => {
  it.each([
    ['123450', '¥1,234.50'],
    ['0', '¥0.00'],
    ['7', '¥0.07'],
    ['-123450', '-¥1,234.50'],
    ['900719925474099399', '¥9,007,199,254,740,993.99'],
  ])('%s fen is %s', (fen, text) => {
    expect(yuan(fen)).toBe(text);
  });

  it('loses no digit, however large', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (fen) => BigInt(yuan(fen).replace(/[¥,.]/g, '')) === fen));
  });

  it.each([
    ['123450', '人民币壹仟贰佰叁拾肆元伍角整'],
    ['100000000', '人民币壹佰万元整'],
    ['1000005', '人民币壹万元零伍分'],
  ])('%s fen in words is %s', (fen, words) => {
    expect(inWords(fen)).toBe(words);
  });

  it('in words has one reading: other amounts have other words', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 14n });
    fc.assert(fc.property(amounts, amounts, (a, b) => a === b || inWords(a) !== inWords(b)));
    fc.assert(fc.property(amounts, (fen) => /^人民币[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]+$/.test(inWords(fen))));
  });
});

it('shares are whole thousandths', () => {
  expect([perMille('1', '3'), perMille('5', '0'), perMille('7', '7')]).toEqual([333, 0, 1000]);
});

it('counts have separators', () => {
  expect([count(999), count(1_000_000)]).toEqual(['999', '1,000,000']);
});
