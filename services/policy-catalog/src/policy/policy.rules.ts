import { SCREENING_RULES } from '@one-card/contracts';
import type { Text } from '@one-card/service';
import type { PolicyDraft } from './policy.dto';

type Rule = (typeof SCREENING_RULES)[number];

/** Nobody is paid after death, and nobody twice for the same months, whatever the policy. */
const ALWAYS: readonly Rule[] = ['deceased', 'payee-deceased', 'same-months'];

/** The rules by which lines of a policy are screened: those of all policies, those its department asks for, and the pair that it names. */
export function rulesOf({ rules, exclusiveWith }: Pick<PolicyDraft, 'rules' | 'exclusiveWith'>): Rule[] {
  const wanted = new Set([...ALWAYS, ...rules, ...(exclusiveWith.length > 0 ? (['exclusive-pair'] as const) : [])]);
  return SCREENING_RULES.filter((rule) => wanted.has(rule));
}

export interface Fault {
  readonly code: string;
  readonly detail: Text;
}

/** Why this cannot be a policy of the list, in words for the department. */
export function faultOf(draft: PolicyDraft): Fault | undefined {
  if (draft.payee === 'guardian' && Object.values(draft.publicity).some((shown) => shown !== 'totals')) return childrenNamed;
  if (draft.validTo !== null && draft.validTo < draft.validFrom) return endsBeforeBegin;
  if (draft.exclusiveWith.includes(draft.code)) return excludesItself;
  return undefined;
}

/** Paid to a guardian is paid for a child: such lines appear only as totals, at every place (二.二.4(3): privacy kept). */
const childrenNamed: Fault = {
  code: 'children-only-as-totals',
  detail: {
    zh: '发给监护人的补贴涉及未成年人,任何地方只能公布总额;请将三处公示方式都设为“仅公布总额”',
    en: 'What is paid to guardians concerns children and may be shown only as totals: set totals at all three places',
  },
};

const endsBeforeBegin: Fault = {
  code: 'validity-reversed',
  detail: { zh: '政策的终止日期不能早于起始日期', en: 'A policy cannot end before it begins' },
};

const excludesItself: Fault = {
  code: 'excludes-itself',
  detail: { zh: '互斥政策中不能包含本政策', en: 'A policy cannot exclude itself' },
};
