import fc from 'fast-check';
import { yuanInWords } from './yuan-in-words';

/** Reads capital numerals back, digit by digit: a second way round, sharing nothing with the first. */
function fenOf(words: string): bigint {
  const value = (c: string) => BigInt('零壹贰叁肆伍陆柒捌玖'.indexOf(c));
  const places: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
  let [yuan, myriad, section, digit, small] = [0n, 0n, 0n, 0n, 0n];
  for (const c of words.replace(/^人民币|整$/g, '')) {
    if (c === '角') [small, digit] = [small + digit * 10n, 0n];
    else if (c === '分') [small, digit] = [small + digit, 0n];
    else if (c === '亿') [yuan, myriad, section, digit] = [(myriad + section + digit) * 10n ** 8n, 0n, 0n, 0n];
    else if (c === '万') [myriad, section, digit] = [(section + digit) * 10n ** 4n, 0n, 0n];
    else if (c === '元') [yuan, digit] = [yuan + myriad + section + digit, 0n];
    else if (places[c]) [section, digit] = [section + digit * places[c], 0n];
    else digit = value(c);
  }
  return yuan * 100n + small;
}

describe('an amount in capital numerals', () => {
  it.each([
    [0n, '人民币零元整'],
    [123450n, '人民币壹仟贰佰叁拾肆元伍角整'],
    [140950n, '人民币壹仟肆佰零玖元伍角整'],
    [600714n, '人民币陆仟零柒元壹角肆分'],
    [168032n, '人民币壹仟陆佰捌拾元叁角贰分'],
    [10700053n, '人民币壹拾万柒仟元伍角叁分'],
    [1640902n, '人民币壹万陆仟肆佰零玖元零贰分'],
    [32504n, '人民币叁佰贰拾伍元零肆分'],
    [5n, '人民币伍分'],
    [50n, '人民币伍角整'],
    [1000n, '人民币壹拾元整'],
    [1_0000_0000_00n, '人民币壹亿元整'],
    [1_0000_0001_00n, '人民币壹亿零壹元整'],
    [1_0010_0000_00n, '人民币壹亿零壹拾万元整'],
    [1_2345_0000_0000_00n, '人民币壹万贰仟叁佰肆拾伍亿元整'],
  ])('%s fen: %s', (fen, words) => {
    expect(yuanInWords(fen)).toBe(words);
  });

  it('reads back as the same amount, with no two 零 together', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (fen) => {
        const words = yuanInWords(fen);
        expect(fenOf(words)).toBe(fen);
        expect(words).not.toContain('零零');
      }),
    );
  });

  it('is for no negative amount', () => {
    expect(() => yuanInWords(-1n)).toThrow(RangeError);
  });
});
