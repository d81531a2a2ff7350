import { type DecimalFault, readDecimal } from './decimal';
import { accept, type Parsed, refuse } from './result';

/** Money in whole fen (1/100 yuan). There is no float anywhere on its way. */
export type Fen = bigint;

/** An area or quantity in whole thousandths of its unit (areas have 3 decimals of a mu); always a safe integer. */
export type Milli = number;

export type AmountFault = `amount-${DecimalFault}`;
export type QuantityFault = `quantity-${DecimalFault}`;

const AMOUNT_WORDS: Record<DecimalFault, readonly [zh: string, en: string]> = {
  empty: ['金额未填写', 'the amount is empty'],
  negative: ['金额不能为负数', 'an amount cannot be negative'],
  decimals: ['金额最多两位小数(到分)', 'an amount has at most two decimals'],
  'not-a-number': ['金额不是有效的数字,应如 1,234.50', 'the amount is not a number; write it as 1,234.50'],
  'too-large': ['金额过大,请核对', 'the amount is too large to be true'],
};

const QUANTITY_WORDS: Record<DecimalFault, readonly [zh: string, en: string]> = {
  empty: ['数量未填写', 'the quantity is empty'],
  negative: ['数量不能为负数', 'a quantity cannot be negative'],
  decimals: ['数量(面积)最多三位小数', 'a quantity has at most three decimals'],
  'not-a-number': ['数量不是有效的数字,应如 12.345', 'the quantity is not a number; write it as 12.345'],
  'too-large': ['数量过大,请核对', 'the quantity is too large to be true'],
};

/**
 * Yuan as people write it (`1,234.50`, `¥1,234.5`, `１２３４．５`, `1234元`) to fen; below 10,000,000,000,000 yuan.
 * A third decimal is refused even when it is 0: it shows that the figure was computed, not decided.
 */
export function parseFen(text: string): Parsed<Fen, AmountFault> {
  const read = readDecimal(text, { scale: 2, wholeDigits: 13, before: '¥', after: '元' });
  if (typeof read === 'bigint') return accept(read);
  return refuse(`amount-${read}`, ...AMOUNT_WORDS[read]);
}

/** An area or quantity with at most three decimals to thousandths. A unit after the figure is taken only if it is the one expected (`亩`). */
export function parseMilli(text: string, unit?: string): Parsed<Milli, QuantityFault> {
  const read = readDecimal(text, { scale: 3, wholeDigits: 9, after: unit });
  if (typeof read === 'bigint') return accept(Number(read));
  return refuse(`quantity-${read}`, ...QUANTITY_WORDS[read]);
}

/** `1,234.50`: yuan with separators and always two decimals; a difference may be negative. */
export function formatYuan(fen: Fen): string {
  const digits = abs(fen).toString().padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0n ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

/** `12.345`, `12.5`, `12`: a quantity without idle zeros. */
export function formatMilli(milli: Milli): string {
  const digits = wholeMilli(milli).toString().padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`.replace(/\.?0+$/, '');
}

export function sumFen(amounts: Iterable<Fen>): Fen {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

/**
 * Fen per mu of a fund spread over an area, truncated to a whole fen (0.01 yuan), never rounded up: rounding overspends the fund.
 * @throws RangeError when the fund is negative or the area is not positive
 */
export function rateFromFund(fundFen: Fen, areaMilliMu: Milli | bigint): Fen {
  const area = wholeMilli(areaMilliMu);
  if (fundFen < 0n || area === 0n) throw new RangeError('a rate needs a fund that is not negative and an area above 0');
  return (fundFen * 1000n) / area;
}

/** Rate (fen for one unit) × quantity (thousandths of the unit), truncated to a whole fen. @throws RangeError when either is negative */
export function amountOf(rateFen: Fen, quantityMilli: Milli | bigint): Fen {
  if (rateFen < 0n) throw new RangeError('a rate cannot be negative');
  return (rateFen * wholeMilli(quantityMilli)) / 1000n;
}

function wholeMilli(milli: Milli | bigint): bigint {
  if (typeof milli === 'number' && !Number.isSafeInteger(milli)) throw new RangeError('a quantity is a whole number of thousandths');
  if (milli < 0) throw new RangeError('a quantity cannot be negative');
  return BigInt(milli);
}

const abs = (fen: Fen): Fen => (fen < 0n ? -fen : fen);
