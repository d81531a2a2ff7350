import { type IsoDate, isIsoDate } from './dates';
import { halfWidth } from './half-width';
import { accept, type Parsed, type Refusal, refuse } from './result';

/** What a citizen's identity number (公民身份号码, GB 11643-1999) tells. */
export interface Identity {
  /** 18 characters, X in upper case. */
  readonly number: string;
  readonly birthDate: IsoDate;
  readonly sex: 'male' | 'female';
  /** The county where the number was given (GB/T 2260), which is not where the person lives now. */
  readonly divisionCode: string;
}

export type IdentityFault =
  'identity-empty' | 'identity-15-digits' | 'identity-length' | 'identity-characters' | 'identity-birth-date' | 'identity-check-digit';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';
/** Nobody born earlier lived to get an 18-digit number (given since 1999). */
const EARLIEST_BIRTH = '1880-01-01';

/**
 * Reads an 18-digit number; full-width digits and a small x are mended, nothing else is guessed.
 * The words of a refusal never repeat the number, which must not reach a log or an error page.
 * @param today when given, a birth date after it is refused
 */
export function parseIdentity(text: string, today?: IsoDate): Parsed<Identity, IdentityFault> {
  const number = halfWidth(text).toUpperCase();
  const fault = faultOfForm(number);
  if (fault) return fault;
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isIsoDate(birthDate) || birthDate < EARLIEST_BIRTH || (today !== undefined && birthDate > today)) {
    return refuse(
      'identity-birth-date',
      '身份证号第 7 至 14 位不是有效的出生日期',
      'digits 7 to 14 of the identity number are not a possible birth date',
    );
  }
  if (checkDigitOf(number.slice(0, 17)) !== number[17]) {
    return refuse('identity-check-digit', '身份证号校验码不符,号码有误,请核对证件', 'the check digit is wrong: compare the number with the card');
  }
  return accept({ number, birthDate, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female', divisionCode: number.slice(0, 6) });
}

function faultOfForm(number: string): Refusal<IdentityFault> | undefined {
  if (number === '') return refuse('identity-empty', '身份证号未填写', 'the identity number is empty');
  if (/^\d{15}$/.test(number)) {
    return refuse(
      'identity-15-digits',
      '15 位身份证号自 2013 年起停止使用,请填写 18 位公民身份号码',
      '15-digit numbers have been out of use since 2013: give the 18-digit number',
    );
  }
  if (number.length !== 18)
    return refuse('identity-length', `身份证号应为 18 位,现为 ${number.length} 位`, `an identity number has 18 characters, not ${number.length}`);
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) {
    return refuse(
      'identity-characters',
      '身份证号只能是数字,末位可为 X,首位不为 0',
      'an identity number is digits, the last may be X, the first is not 0',
    );
  }
  return undefined;
}

/** The 18th character for the first 17 digits (ISO 7064 MOD 11-2). @throws RangeError unless given 17 digits */
export function checkDigitOf(digits: string): string {
  if (!/^\d{17}$/.test(digits)) throw new RangeError('a check digit is computed from 17 digits');
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return CHECK_DIGITS.charAt(sum % 11);
}

/** Completed years (周岁) on a day; a birthday on 29 February falls on 1 March in other years. @throws RangeError when not yet born */
export function ageOn(birthDate: IsoDate, date: IsoDate): number {
  if (!isIsoDate(birthDate) || !isIsoDate(date) || date < birthDate) throw new RangeError('an age needs a day on or after the birth date');
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
