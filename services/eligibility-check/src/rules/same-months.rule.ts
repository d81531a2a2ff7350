import { sql } from '@one-card/database';
import { bothLinesOf, claimsAnew, claimsOfPerson, claimsOfRoll } from './claims.sql';
import { defineRule } from './rule';

/**
 * The same person, policy and subject for the same months: twice in a batch, in two townships, or in an earlier batch. Two parcels or two
 * machines of one person are two subjects and lawful.
 */
export const sameMonths = defineRule({
  code: 'same-months',
  name: { zh: '同一月份重复享受', en: 'Same months twice' },
  explains: {
    zh: '同一享受人、同一政策、同一地块(机具、学期)的补贴月份重叠,包括同批次、其他乡镇和以往批次;不同地块、不同机具、相邻月份不算。',
    en: 'The same beneficiary, policy and parcel (machine, term) for overlapping months, in this batch, another township or an earlier batch. Other parcels or machines and adjoining months are not hit.',
  },
  needs: [],
  // A roll that was filled twice hits every line of it: one of each pair goes, the other stays.
  inBulk: ['confirmed', 'dismissed'],
  acrossLines: (scope) =>
    bothLinesOf(sql`
      SELECT mine.line, other.line
      FROM (${claimsOfRoll(scope)}) mine
      CROSS JOIN LATERAL (${claimsOfPerson(sql`mine`, sql`= mine.policy_code`)}) other
      JOIN screened_chunk k ON k.id = other.chunk_id
      WHERE other.line <> mine.line AND other.subject_ref = mine.subject_ref
        AND other.from_month <= mine.to_month AND other.to_month >= mine.from_month
        AND (k.batch_id = mine.batch_id OR (${claimsAnew(sql`k.batch_kind`)} AND ${claimsAnew(sql`mine.batch_kind`)}))`),
  says: ({ otherLine, otherDivision, otherPeriod, sameBatch, subject }) => ({
    zh: `与明细 ${otherLine}(${otherDivision},${otherPeriod},${sameBatch === 'true' ? '同批次' : '另一批次'})是同一享受人、同一政策${subject ? `、同一地块/机具 ${subject}` : ''},月份重叠`,
    en: `Line ${otherLine} (${otherDivision}, ${otherPeriod}, ${sameBatch === 'true' ? 'same batch' : 'another batch'}) is for the same beneficiary and policy${subject ? ` and ${subject}` : ''} in overlapping months`,
  }),
});
