import { halfWidth } from './half-width';

export type DecimalFault = 'empty' | 'negative' | 'decimals' | 'not-a-number' | 'too-large';

interface DecimalForm {
  /** Decimals allowed; the result counts in units of 10^-scale. */
  scale: number;
  /** Digits allowed before the point. */
  wholeDigits: number;
  /** A mark that may stand before the number, as ¥. */
  before?: string;
  /** A unit that may stand after the number, as 元. */
  after?: string;
}

const NEGATIVE = /^[-−–(]\s*[¥]?\s*[\d.]/;
const NUMBER = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;

/** Reads a decimal as an integer of 10^-scale without passing through a float; thousands separators must stand at thousands. */
export function readDecimal(text: string, { scale, wholeDigits, before, after }: DecimalForm): bigint | DecimalFault {
  let rest = halfWidth(text);
  if (rest === '') return 'empty';
  if (before && rest.startsWith(before)) rest = rest.slice(before.length).trimStart();
  if (after && rest.endsWith(after)) rest = rest.slice(0, -after.length).trimEnd();
  if (NEGATIVE.test(rest)) return 'negative';
  const [, grouped, decimals = ''] = NUMBER.exec(rest) ?? [];
  if (grouped === undefined) return 'not-a-number';
  if (decimals.length > scale) return 'decimals';
  const whole = grouped.replaceAll(',', '').replace(/^0+(?=\d)/, '');
  if (whole.length > wholeDigits) return 'too-large';
  return BigInt(whole + decimals.padEnd(scale, '0'));
}
