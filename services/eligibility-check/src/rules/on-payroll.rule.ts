import { sql } from '@one-card/database';
import { claimsOfChunk } from './claims.sql';
import { defineRule } from './rule';

/** Wages paid by the state in the months of the subsidy (财政供养人员), for policies that exclude it. Source: 人社, 财政 payroll. 二.二.6. */
export const onPayroll = defineRule({
  code: 'on-payroll',
  name: { zh: '财政供养人员', en: 'On the public payroll' },
  explains: {
    zh: '享受人在补贴月份内领取财政工资;此前或此后任职的不算。',
    en: 'The beneficiary drew wages from the state in a month of the period. Who served before or after it is not hit.',
  },
  needs: ['payroll'],
  // The payroll settles it; an exception is somebody's own.
  inBulk: ['confirmed'],
  inChunk: (scope) => sql`
    SELECT DISTINCT ON (c.line) c.line, NULL::bigint AS other_line, p.import_id,
           jsonb_build_object('employer', p.employer, 'from', p.from_on, 'to', coalesce(p.to_on::text, ''),
                              'nameAgrees', coalesce(p.name_agrees, true)::text) AS record
    FROM (${claimsOfChunk(scope)}) c
    JOIN payroll p ON p.county_code = c.county_code AND p.person = c.beneficiary
    WHERE p.from_on <= ${scope.periodTo}::date AND (p.to_on IS NULL OR p.to_on >= ${scope.periodFrom}::date)
    ORDER BY c.line, p.from_on`,
  says: ({ employer, from, to }) => ({
    zh: `享受人自 ${from} 起在 ${employer} 领取财政工资${to ? `,至 ${to}` : ''}`,
    en: `The beneficiary draws wages from ${employer} since ${from}${to ? ` until ${to}` : ''}`,
  }),
});
