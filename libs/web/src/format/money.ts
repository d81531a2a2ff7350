import { formatYuan, yuanInWords } from '@one-card/domain';

/** Fen as they come over the wire, `123450`, as people read them: ¥1,234.50. A difference may be negative. */
export function yuan(fen: string | bigint): string {
  const text = formatYuan(BigInt(fen));
  return text.startsWith('-') ? `-¥${text.slice(1)}` : `¥${text}`;
}

/** The amount in capital numerals, as a payment is confirmed: 人民币壹仟贰佰叁拾肆元伍角整. */
export function inWords(fen: string | bigint): string {
  return yuanInWords(BigInt(fen));
}

/** A share of a whole as per mille digits, for bars: 0 to 1000, and never a float of money. */
export function perMille(partFen: string | bigint, wholeFen: string | bigint): number {
  const whole = BigInt(wholeFen);
  return whole === 0n ? 0 : Number((BigInt(partFen) * 1000n) / whole);
}

/** 12345 → 12,345 */
export function count(number: number | bigint): string {
  return number.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}
