import type { Reason, SCREENING_RULES } from '@one-card/contracts';

type Rule = (typeof SCREENING_RULES)[number];

const WORDS: Readonly<Record<Rule | 'objection', readonly [zh: string, en: string]>> = {
  deceased: ['享受人在补贴期间开始前已死亡', 'the beneficiary died before the period began'],
  'payee-deceased': ['收款人已死亡', 'the payee has died'],
  'same-months': ['同一人同一月份重复享受', 'the same person for the same months'],
  'exclusive-pair': ['同时享受互斥的补贴', 'draws a policy that excludes this one'],
  'area-above-title': ['面积大于确权面积', 'the area is above the registered title'],
  'area-above-title-cumulative': ['累计面积大于确权面积', 'the areas together are above the registered titles'],
  'on-payroll': ['财政供养人员', 'is paid wages by the state'],
  objection: ['公示期间有异议', 'somebody objected to the notice'],
};

/** Why a line is held or stopped; the evidence stands with the hit or the objection. */
export function reasonOfHold(code: Rule | 'objection'): Reason {
  const [zh, en] = WORDS[code];
  return { code, zh, en };
}
