import type { BounceReason } from '../../answer/answer.rules';

/** The banks' own codes, as their interface documents list them. */
const byCode: Readonly<Record<string, BounceReason>> = {
  E1201: 'card-closed',
  E1202: 'card-limit',
  E1203: 'name-differs',
  E1204: 'account-frozen',
  E1205: 'account-missing',
  E1206: 'not-activated',
  E1299: 'other',
};

/** A code that is in no list is understood by the bank's words, the most telling first. */
const byWords: readonly (readonly [RegExp, BounceReason])[] = [
  [/户名|姓名/, 'name-differs'],
  [/注销|销户/, 'card-closed'],
  [/限额|超限/, 'card-limit'],
  [/冻结|止付/, 'account-frozen'],
  [/未激活|未启用/, 'not-activated'],
  [/不存在|无此(账|帐|卡)/, 'account-missing'],
];

/** Ours for a bank's reason (卡号已注销, 卡已达限额, 卡号与户名不一致, 账户冻结, 账户不存在, 未激活, 其他). */
export function reasonOf(rawCode: string | null, rawText: string | null): BounceReason {
  const known = rawCode === null ? undefined : byCode[rawCode];
  return known ?? byWords.find(([words]) => words.test(rawText ?? ''))?.[1] ?? 'other';
}
