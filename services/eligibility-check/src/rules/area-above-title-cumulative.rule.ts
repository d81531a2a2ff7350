import { sql } from '@one-card/database';
import { formatMilli } from '@one-card/domain';
import { claimsAnew, claimsOfRoll } from './claims.sql';
import { defineRule } from './rule';

/**
 * What a household claims for one month, in all rolls and batches of the policy, is more than all its titles: parcel by parcel it looks lawful.
 * A parcel above its own title counts here as its title only, for its excess has a hit of its own. A sum over a set of claims does not depend on
 * their order; it is largest in a month in which a claim begins. All the household's lines of that month are hit, for nobody can say which is
 * the false one. A household without any title has no record to compare.
 *
 * Claims are gathered by household before they are compared with one another: the planner knows nothing of a subquery's size, and joining the
 * claims of a roll with themselves took minutes at a million claims. Titles and claims are looked up household by household (LATERAL …
 * OFFSET 0): before the first statistics the planner expects a policy to have a handful of claims, and read all of them for each household.
 */
export const areaAboveTitleCumulative = defineRule({
  code: 'area-above-title-cumulative',
  name: { zh: '全户累计面积超出确权面积', en: "Household's area above its titles" },
  explains: {
    zh: '同一户同一政策同一月份累计申报面积大于全户确权面积之和;每个地块各自超出的另计。',
    en: "What a household claims in all for the same policy and month is above the sum of its titles; a parcel's own excess is hit on its own.",
  },
  needs: ['land-title'],
  // Which parcels exceed, and why, differs from household to household.
  inBulk: [],
  acrossLines: (scope) => sql`
    WITH touched AS (
      SELECT DISTINCT household FROM (${claimsOfRoll(scope)}) mine WHERE household IS NOT NULL),
    title AS (
      SELECT household, sum(area_milli)::bigint AS area_milli, (array_agg(import_id ORDER BY parcel))[1] AS import_id
      FROM (
        SELECT DISTINCT ON (t.household, t.parcel) t.household, t.parcel, t.area_milli, t.import_id
        FROM touched
        CROSS JOIN LATERAL (
          SELECT * FROM land_title WHERE county_code = ${scope.countyCode} AND household = touched.household OFFSET 0) t
        ORDER BY t.household, t.parcel, t.area_milli DESC) parcel
      GROUP BY household),
    counted AS (
      SELECT c.line, c.household, c.from_month, c.to_month, title.area_milli AS titled_milli, title.import_id,
             c.subject_ref, c.quantity_milli
      FROM title
      CROSS JOIN LATERAL (SELECT * FROM claim WHERE county_code = ${scope.countyCode} AND household = title.household OFFSET 0) c
      WHERE c.policy_code = ${scope.policy.code} AND ${claimsAnew(sql`(SELECT batch_kind FROM screened_chunk WHERE id = c.chunk_id)`)}
        AND c.from_month <= ${scope.toMonth} AND c.to_month >= ${scope.fromMonth}),
    suspect AS (
      SELECT household, titled_milli, import_id, array_agg(line) AS lines, array_agg(from_month) AS froms, array_agg(to_month) AS tos,
             array_agg(subject_ref) AS subjects, array_agg(quantity_milli) AS quantities
      FROM counted
      GROUP BY household, titled_milli, import_id
      HAVING sum(quantity_milli) > titled_milli)
    SELECT hit.line, NULL::bigint AS other_line, s.import_id,
           jsonb_build_object('claimedMilli', hit.claimed_milli::text, 'titledMilli', s.titled_milli::text, 'lines', hit.lines::text) AS record
    FROM suspect s
    CROSS JOIN LATERAL (
      SELECT array_agg(least(c.quantity_milli, parcel.area_milli) ORDER BY c.at) AS areas
      FROM unnest(s.subjects, s.quantities) WITH ORDINALITY c (subject_ref, quantity_milli, at)
      LEFT JOIN LATERAL (
        SELECT max(t.area_milli) AS area_milli FROM land_title t
        WHERE ${scope.policy.rules.includes('area-above-title')}::boolean AND t.county_code = ${scope.countyCode} AND t.parcel = c.subject_ref) parcel ON true) capped
    CROSS JOIN LATERAL (
      SELECT DISTINCT ON (c.line) c.line, exceeded.claimed_milli, exceeded.lines
      FROM unnest(s.lines, s.froms, s.tos) c (line, from_month, to_month)
      JOIN (
        SELECT start.month, sum(o.area_milli)::bigint AS claimed_milli, count(*) AS lines
        FROM (SELECT DISTINCT unnest(s.froms) AS month) start
        JOIN unnest(s.froms, s.tos, capped.areas) o (from_month, to_month, area_milli) ON start.month BETWEEN o.from_month AND o.to_month
        GROUP BY start.month
        HAVING sum(o.area_milli) > s.titled_milli) exceeded ON exceeded.month BETWEEN c.from_month AND c.to_month
      ORDER BY c.line, exceeded.claimed_milli DESC) hit`,
  says: ({ claimedMilli, titledMilli, lines }) => ({
    zh: `该户 ${lines} 笔累计申报 ${formatMilli(Number(claimedMilli))} 亩,全户确权面积 ${formatMilli(Number(titledMilli))} 亩`,
    en: `The household claims ${formatMilli(Number(claimedMilli))} mu in ${lines} lines and holds titles of ${formatMilli(Number(titledMilli))} mu`,
  }),
});
