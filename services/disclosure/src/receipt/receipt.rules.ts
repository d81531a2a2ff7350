import { chinaDate } from '@one-card/domain';
import { randomInt } from 'node:crypto';

/** Without letters that are read as digits, or aloud as each other. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** Told once with a receipt's number: whoever has both may ask what became of it. Some 49 bits, and tries are limited at the gateway. */
export const makeSecret = (): string => Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');

/** As people copy it from paper: small letters, spaces and hyphens do not matter. */
export const secretKeyOf = (receiptNo: string, secret: string): string =>
  `${receiptNo.trim().toUpperCase()}|${secret.toUpperCase().replace(/[\s-]/g, '')}`;

/** YY20260301-00012 */
export function receiptNoOf(prefix: string, receivedAt: Date, serial: number | string): string {
  return `${prefix}${chinaDate(receivedAt).replaceAll('-', '')}-${String(serial).padStart(5, '0')}`;
}
