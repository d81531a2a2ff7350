import { join, sql } from '@one-card/database';
import { bothLinesOf, claimsAnew, claimsOfChunk, claimsOfPerson, claimsOfRoll } from './claims.sql';
import { defineRule } from './rule';

/**
 * Two policies that nobody may draw for the same months, as 残疾人护理补贴 and 老年人护理补贴: exclusion holds for a pair and a period; most people
 * lawfully draw several. Whichever of the two names the other, both are screened, so that arrival order changes nothing. What is paid outside
 * this platform is compared too, line by line.
 */
export const exclusivePair = defineRule({
  code: 'exclusive-pair',
  name: { zh: '互斥政策同时享受', en: 'Exclusive policies' },
  explains: {
    zh: '同一享受人在同一月份享受互斥的两项政策(含平台之外发放的);不同月份或不互斥的不算。',
    en: 'One beneficiary draws two policies that exclude each other for the same month, here or outside this platform. Other months and other policies are not hit.',
  },
  needs: ['other-subsidy'],
  // Which of two benefits somebody keeps is theirs to say.
  inBulk: [],
  inChunk: (scope) =>
    scope.policy.exclusiveWith.length === 0
      ? undefined
      : sql`
    SELECT DISTINCT ON (c.line) c.line, NULL::bigint AS other_line, o.import_id,
           jsonb_build_object('otherPolicy', o.item, 'from', o.from_on, 'to', coalesce(o.to_on::text, ''),
                              'nameAgrees', coalesce(o.name_agrees, true)::text) AS record
    FROM (${claimsOfChunk(scope)}) c
    JOIN other_subsidy o ON o.county_code = c.county_code AND o.person = c.beneficiary
    WHERE o.item IN (${join(scope.policy.exclusiveWith)})
      AND o.from_on <= ${scope.periodTo}::date AND (o.to_on IS NULL OR o.to_on >= ${scope.periodFrom}::date)
    ORDER BY c.line, o.from_on`,
  acrossLines: (scope) =>
    scope.partners.length === 0
      ? undefined
      : bothLinesOf(sql`
      SELECT mine.line, other.line
      FROM (${claimsOfRoll(scope)}) mine
      CROSS JOIN LATERAL (${claimsOfPerson(sql`mine`, sql`IN (${join(scope.partners)})`)}) other
      JOIN screened_chunk k ON k.id = other.chunk_id
      WHERE other.from_month <= mine.to_month AND other.to_month >= mine.from_month
        AND ${claimsAnew(sql`k.batch_kind`)} AND ${claimsAnew(sql`mine.batch_kind`)}`),
  says: ({ otherLine, otherPolicy, otherPeriod, from, to }) =>
    otherLine === undefined
      ? {
          zh: `享受人自 ${from} 起已在平台之外享受互斥政策 ${otherPolicy}${to ? `,至 ${to}` : ''}`,
          en: `The beneficiary draws ${otherPolicy}, which excludes this policy, outside this platform since ${from}${to ? ` until ${to}` : ''}`,
        }
      : {
          zh: `与明细 ${otherLine}(${otherPolicy},${otherPeriod})互斥:同一享受人不得在同一月份同时享受`,
          en: `Line ${otherLine} (${otherPolicy}, ${otherPeriod}) excludes this policy for the same beneficiary and months`,
        },
});
