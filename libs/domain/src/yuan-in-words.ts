import type { Fen } from './fen';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = [
  [10n ** 8n, '亿'],
  [10n ** 4n, '万'],
  [1000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
] as const;

/**
 * The amount in capital numerals (大写), as on a voucher: 人民币壹仟贰佰叁拾肆元伍角整.
 * After 元 and 角 stands 整, after 分 nothing; several zeros in a row are one 零
 * (《支付结算办法》附一《正确填写票据和结算凭证的基本规定》; where it allows 零 or none before 角, none is written).
 * @throws RangeError for a negative amount: a voucher has none
 */
export function yuanInWords(fen: Fen): string {
  if (fen < 0n) throw new RangeError('an amount in words cannot be negative');
  const yuan = fen / 100n;
  const jiao = (fen / 10n) % 10n;
  const odd = fen % 10n;
  if (fen === 0n) return '人民币零元整';
  const whole = yuan === 0n ? '' : `${inWords(yuan)}元`;
  const tenths = jiao === 0n ? '' : `${digit(jiao)}角`;
  if (odd === 0n) return `人民币${whole}${tenths}整`;
  return `人民币${whole}${yuan > 0n && jiao === 0n ? '零' : ''}${tenths}${digit(odd)}分`;
}

/** A positive whole number. 零 stands where the place right below the one just written is empty. */
function inWords(n: bigint): string {
  for (const [size, name] of PLACES) {
    if (n < size) continue;
    const rest = n % size;
    const gap = rest > 0n && rest < size / 10n ? '零' : '';
    return `${inWords(n / size)}${name}${gap}${rest > 0n ? inWords(rest) : ''}`;
  }
  return digit(n);
}

const digit = (n: bigint): string => DIGITS.charAt(Number(n));
