const FULL_WIDTH = /[\uff01-\uff5e]/g;

/**
 * Full-width ASCII as half-width, trimmed. Deliberately not NFKC, which would also read ² as 2 and ① as 1,
 * and so turn a footnote mark in a roll into a digit of money.
 */
export function halfWidth(text: string): string {
  return text
    .replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('￥', '¥')
    .replaceAll('\u3000', ' ')
    .trim();
}
