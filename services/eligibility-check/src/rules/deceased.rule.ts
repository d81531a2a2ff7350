import { sql } from '@one-card/database';
import { claimsOfChunk } from './claims.sql';
import { defineRule } from './rule';

/**
 * Paid to the dead: the beneficiary died before the period began. Who died within it was entitled to a part, which the department decides.
 * Sources: 民政 burials, 公安 cancelled registrations. 二.二.6; auditors found 118 such cases in one county.
 */
export const deceased = defineRule({
  code: 'deceased',
  name: { zh: '享受人已死亡', en: 'Beneficiary deceased' },
  explains: {
    zh: '享受人在补贴期间开始之前已经死亡;期间内死亡的不算。',
    en: 'The beneficiary died before the period began. Who died within it is not hit.',
  },
  needs: ['deceased'],
  // The register's date settles it; who is said to be alive after all is looked at singly.
  inBulk: ['confirmed'],
  inChunk: (scope) => sql`
    SELECT c.line, NULL::bigint AS other_line, d.import_id,
           jsonb_build_object('diedOn', d.died_on, 'periodFrom', ${scope.periodFrom}::text, 'nameAgrees', coalesce(d.name_agrees, true)::text) AS record
    FROM (${claimsOfChunk(scope)}) c
    JOIN deceased d ON d.county_code = c.county_code AND d.person = c.beneficiary
    WHERE d.died_on < ${scope.periodFrom}::date`,
  says: ({ diedOn, periodFrom }) => ({
    zh: `享受人死亡日期 ${diedOn},早于补贴期间起始日 ${periodFrom}`,
    en: `The beneficiary died on ${diedOn}, before the period began on ${periodFrom}`,
  }),
});
