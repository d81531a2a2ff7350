import type { MATCH_FAILURES, PolicyVersion, Reason } from '@one-card/contracts';
import type { CardState } from '../card/card.rules';

export type PayeeKind = PolicyVersion['payee'];
export type MatchFailure = (typeof MATCH_FAILURES)[number];

/** What the register knows of a line: the beneficiary, whoever the policy pays, and that person's card. */
export interface Found {
  readonly known: boolean;
  readonly nameAgrees: boolean;
  /** token of whom the policy pays: oneself, the head of the household, the guardian; null when there is nobody */
  readonly payee: number | null;
  /** null when there is no card at all */
  readonly cardState: CardState | null;
  /** the roll names a payee, by name or number, and it is another person */
  readonly statedPayeeDiffers: boolean;
}

/** Why this line cannot be paid; empty when it can. Never silently to another: who has no card is told so, and nobody stands in. */
export function failuresOf(found: Found, payeeKind: PayeeKind): MatchFailure[] {
  if (!found.known) return ['unknown-person'];
  const failures: MatchFailure[] = [];
  if (!found.nameAgrees) failures.push('name-differs');
  if (found.payee === null) return [...failures, WITHOUT_PAYEE[payeeKind]];
  if (found.statedPayeeDiffers) failures.push('payee-differs');
  if (found.cardState === null) failures.push(WITHOUT_CARD[payeeKind]);
  else if (found.cardState === 'closed') failures.push('closed-card');
  return failures;
}

const WITHOUT_PAYEE: Readonly<Record<PayeeKind, MatchFailure>> = { own: 'unknown-person', head: 'head-without-card', guardian: 'no-guardian' };
const WITHOUT_CARD: Readonly<Record<PayeeKind, MatchFailure>> = { own: 'no-card', head: 'head-without-card', guardian: 'guardian-without-card' };

const WORDS: Readonly<Record<MatchFailure, Omit<Reason, 'code'>>> = {
  'unknown-person': {
    zh: '此人尚未登记,请先登记人员和社保卡信息,再重新报送',
    en: 'This person is not in the register: enter them with their card, then send the line again',
  },
  'name-differs': {
    zh: '姓名与登记的不一致,请核对证件后更正花名册或登记信息',
    en: "The name differs from the register's: compare with the identity card and mend the roll or the register",
  },
  'payee-differs': {
    zh: '花名册填写的收款人与按政策应收款的人不一致,请核对收款人',
    en: 'The roll names another payee than the policy pays: check the payee',
  },
  'no-card': { zh: '本人没有登记社保卡,请补登记', en: 'No card of this person is on record: enter it' },
  'head-without-card': {
    zh: '此户没有户主,或户主没有登记社保卡,请补登记',
    en: "The household has no head, or the head's card is not on record: enter it",
  },
  'guardian-without-card': { zh: '监护人没有登记社保卡,请补登记', en: "The guardian's card is not on record: enter it" },
  'no-guardian': { zh: '没有登记监护人,请补登记', en: 'No guardian is on record: enter who it is' },
  'closed-card': { zh: '收款人的卡已注销,请登记新卡', en: "The payee's card was closed: enter the new one" },
};

export const reasonOf = (code: MatchFailure): Reason => ({ code, ...WORDS[code] });

/** Whether any page of the policy shows lines at all, and if so whether any shows whole names. What no page shows is not handed on. */
export function namesShown({ publicity }: Pick<PolicyVersion, 'publicity'>): 'none' | 'masked' | 'whole' {
  const places = Object.values(publicity);
  if (places.every((shows) => shows === 'totals')) return 'none';
  return places.includes('full') ? 'whole' : 'masked';
}
