import { sql } from '@one-card/database';
import { claimsOfChunk } from './claims.sql';
import { defineRule } from './rule';

/**
 * The card to be credited belongs to somebody dead, on whatever day they died: money there is drawn by others (二.三.2(1)).
 * The dead beneficiary who is their own payee is already hit by `deceased`: one record makes one hit.
 */
export const payeeDeceased = defineRule({
  code: 'payee-deceased',
  name: { zh: '收款人已死亡', en: 'Payee deceased' },
  explains: {
    zh: '收款人(本人、户主或监护人)已经死亡,不论何日;补贴不得打入已故人员的卡。',
    en: 'The payee (own, head or guardian) has died, on whatever day: nothing is credited to a dead person’s card.',
  },
  needs: ['deceased'],
  // The register's date settles it; who is said to be alive after all is looked at singly.
  inBulk: ['confirmed'],
  inChunk: (scope) => sql`
    SELECT c.line, NULL::bigint AS other_line, d.import_id,
           jsonb_build_object('diedOn', d.died_on, 'payeeIs', CASE WHEN c.payee = c.beneficiary THEN 'own' ELSE 'other' END,
                              'nameAgrees', coalesce(d.name_agrees, true)::text) AS record
    FROM (${claimsOfChunk(scope)}) c
    JOIN deceased d ON d.county_code = c.county_code AND d.person = c.payee
    WHERE d.died_on <= ${scope.today}::date
      AND NOT (${scope.policy.rules.includes('deceased')}::boolean AND c.payee = c.beneficiary AND d.died_on < ${scope.periodFrom}::date)`,
  says: ({ diedOn, payeeIs }) =>
    payeeIs === 'own'
      ? { zh: `收款人(本人)已于 ${diedOn} 死亡`, en: `The payee, who is the beneficiary, died on ${diedOn}` }
      : { zh: `收款人已于 ${diedOn} 死亡,请更换收款人`, en: `The payee died on ${diedOn}: another payee is needed` },
});
