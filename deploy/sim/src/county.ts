import { paymentOrchestrationApi, recipientRegistryApi } from '@one-card/contracts';
import { checkDigitOf, formatYuan } from '@one-card/domain';
import type { Random } from './random';

export interface SimulatedPerson {
  readonly name: string;
  readonly identity: string;
  readonly village: string;
  readonly household: string;
  readonly account: string;
  readonly cardNo: string;
  readonly bank: string;
  /** the bank will not credit this account */
  readonly frozen: boolean;
}

export interface Township {
  readonly code: string;
  readonly villages: readonly string[];
  readonly people: readonly SimulatedPerson[];
}

/** Two townships, twelve recipients each: enough for conflicts between them. Every fifth account is frozen at its bank. */
export const TOWNSHIPS = 2;
const PEOPLE = 12;
const RATE_FEN = 60_000n;
const BANKS = ['rcb', 'psbc'] as const;
const NAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢'];

/** Who died before the period, by the civil affairs department's data. */
export const isDeceased = (index: number): boolean => index === 4;

export function townshipOf(code: string, villages: readonly string[], number: number): Township {
  const people = Array.from({ length: PEOPLE }, (_, index) => {
    const serial = String(number * PEOPLE + index + 1).padStart(3, '0');
    const digits = `410423196${String(index % 10)}0${String((index % 9) + 1)}15${serial}`.slice(0, 17);
    return {
      name: `${NAMES[(number * PEOPLE + index) % NAMES.length] ?? '王'}小${NAMES[index] ?? '王'}`,
      identity: digits + checkDigitOf(digits),
      village: villages[index % villages.length] ?? '',
      household: `${code}-${serial}`,
      account: `402508${serial.padStart(10, '0')}`,
      cardNo: `62402${serial.padStart(14, '0')}`,
      bank: BANKS[index % BANKS.length] ?? 'rcb',
      frozen: index % 5 === 2,
    };
  });
  return { code, villages, people };
}

const csv = (rows: readonly (readonly string[])[]): Buffer => Buffer.from(rows.map((row) => row.join(',')).join('\n') + '\n');

/** The register of a township, as its clerk sends it. */
export function registerOf({ people }: Township): Buffer {
  const rows = people.map((one) => [
    one.village,
    one.household,
    '户主',
    one.name,
    one.identity,
    '13900000000',
    '',
    `H${one.account}`,
    one.cardNo,
    one.account,
    one.bank,
    '402508123456',
    'active',
  ]);
  return csv([[...recipientRegistryApi.PEOPLE_COLUMNS], ...rows]);
}

export function deathsOf(townships: readonly Township[]): Buffer {
  const dead = townships.flatMap(({ people }) => people.filter((_, index) => isDeceased(index)));
  return csv([['name', 'identity', 'died_on'], ...dead.map(({ name, identity }) => [name, identity, '2025-06-01'])]);
}

export function accountsOf(townships: readonly Township[]): Buffer {
  const accounts = townships
    .flatMap(({ people }) => people)
    .map(({ bank, account, cardNo, name, frozen }) => JSON.stringify({ bankCode: bank, account, cardNo, name, state: frozen ? 'frozen' : 'normal' }));
  return Buffer.from(accounts.join('\n') + '\n');
}

/** A roll as somebody in the township fills it in: some of its people, now and then one of the other township, one unknown, one wrong amount. */
export function rollFile(random: Random, own: Township, other: Township): Buffer {
  const chosen = own.people.filter(() => random.chance(0.55));
  if (chosen.length === 0) chosen.push(random.pick(own.people));
  if (random.chance(0.4)) chosen.push({ ...random.pick(other.people), village: random.pick(own.villages) });
  if (random.chance(0.2)) chosen.push({ ...random.pick(own.people), name: '无此人' });
  const wrong = random.chance(0.25) ? random.int(0, chosen.length - 1) : -1;
  let total = 0n;
  const rows = chosen.map(({ village, name, identity }, index) => {
    const fen = index === wrong ? RATE_FEN + 100n : RATE_FEN;
    total += fen;
    return [String(index + 1), village, name, identity, '', '', '', '', '1', formatYuan(RATE_FEN), formatYuan(fen)];
  });
  const sum = [paymentOrchestrationApi.ROLL_TOTAL_MARK, '', '', '', '', '', '', '', String(rows.length), '', formatYuan(total)];
  return csv(
    [Object.values(paymentOrchestrationApi.ROLL_COLUMNS), ...rows, sum].map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell))),
  );
}
