import { sql } from '@one-card/database';
import { formatMilli } from '@one-card/domain';
import { claimsAnew, claimsOfRoll } from './claims.sql';
import { defineRule } from './rule';

/**
 * What a household claims for one month, in all rolls and batches of the policy, is more than all its titles: parcel by parcel it looks lawful.
 * A parcel above its own title counts here as its title only, for its excess has a hit of its own. A sum over a set of claims does not depend on
 * their order; it is largest in a month in which a claim begins. All the household's lines of that month are hit, for nobody can say which is
 * the false one. A household without any title has no record to compare.
 */
export const areaAboveTitleCumulative = defineRule({
  code: 'area-above-title-cumulative',
  name: { zh: '全户累计面积超出确权面积', en: "Household's area above its titles" },
  explains: {
    zh: '同一户同一政策同一月份累计申报面积大于全户确权面积之和;每个地块各自超出的另计。',
    en: "What a household claims in all for the same policy and month is above the sum of its titles; a parcel's own excess is hit on its own.",
  },
  needs: ['land-title'],
  acrossLines: (scope) => sql`
    WITH touched AS (
      SELECT DISTINCT household FROM (${claimsOfRoll(scope)}) mine WHERE household IS NOT NULL),
    title AS (
      SELECT household, sum(area_milli)::bigint AS area_milli, (array_agg(import_id ORDER BY parcel))[1] AS import_id
      FROM (
        SELECT DISTINCT ON (t.household, t.parcel) t.household, t.parcel, t.area_milli, t.import_id
        FROM land_title t
        JOIN touched USING (household)
        WHERE t.county_code = ${scope.countyCode}
        ORDER BY t.household, t.parcel, t.area_milli DESC) parcel
      GROUP BY household),
    counted AS (
      SELECT c.line, c.household, c.from_month, c.to_month,
             CASE WHEN ${scope.policy.rules.includes('area-above-title')}::boolean THEN least(c.quantity_milli, coalesce((
               SELECT max(t.area_milli) FROM land_title t WHERE t.county_code = c.county_code AND t.parcel = c.subject_ref), c.quantity_milli))
             ELSE c.quantity_milli END AS area_milli
      FROM title
      JOIN claim c ON c.county_code = ${scope.countyCode} AND c.household = title.household
      JOIN screened_chunk k ON k.id = c.chunk_id
      WHERE c.policy_code = ${scope.policy.code} AND ${claimsAnew(sql`k.batch_kind`)}
        AND c.from_month <= ${scope.toMonth} AND c.to_month >= ${scope.fromMonth}),
    exceeded AS (
      SELECT start.household, start.month, sum(c.area_milli)::bigint AS claimed_milli, count(*) AS lines
      FROM (SELECT DISTINCT household, from_month AS month FROM counted) start
      JOIN counted c ON c.household = start.household AND start.month BETWEEN c.from_month AND c.to_month
      GROUP BY start.household, start.month
      HAVING sum(c.area_milli) > (SELECT t.area_milli FROM title t WHERE t.household = start.household))
    SELECT DISTINCT ON (c.line) c.line, NULL::bigint AS other_line, t.import_id,
           jsonb_build_object('claimedMilli', e.claimed_milli::text, 'titledMilli', t.area_milli::text, 'lines', e.lines::text) AS record
    FROM exceeded e
    JOIN counted c ON c.household = e.household AND e.month BETWEEN c.from_month AND c.to_month
    JOIN title t ON t.household = e.household
    ORDER BY c.line, e.claimed_milli DESC`,
  says: ({ claimedMilli, titledMilli, lines }) => ({
    zh: `该户 ${lines} 笔累计申报 ${formatMilli(Number(claimedMilli))} 亩,全户确权面积 ${formatMilli(Number(titledMilli))} 亩`,
    en: `The household claims ${formatMilli(Number(claimedMilli))} mu in ${lines} lines and holds titles of ${formatMilli(Number(titledMilli))} mu`,
  }),
});
