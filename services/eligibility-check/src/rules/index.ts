import { areaAboveTitle } from './area-above-title.rule';
import { areaAboveTitleCumulative } from './area-above-title-cumulative.rule';
import { deceased } from './deceased.rule';
import { exclusivePair } from './exclusive-pair.rule';
import { onPayroll } from './on-payroll.rule';
import { payeeDeceased } from './payee-deceased.rule';
import type { RuleCode, ScreeningRule } from './rule';
import { sameMonths } from './same-months.rule';

/** Every rule that a policy version may name, by code: a code without its rule does not compile. */
export const rules: Readonly<Record<RuleCode, ScreeningRule>> = {
  deceased,
  'payee-deceased': payeeDeceased,
  'same-months': sameMonths,
  'exclusive-pair': exclusivePair,
  'area-above-title': areaAboveTitle,
  'area-above-title-cumulative': areaAboveTitleCumulative,
  'on-payroll': onPayroll,
};
