import { sql } from '@one-card/database';
import { formatMilli } from '@one-card/domain';
import { claimsOfChunk } from './claims.sql';
import { defineRule } from './rule';

/**
 * More area than the title of the parcel (确权面积). Joint holders have a title row each for the same area. A parcel that the register does not
 * know has no record to compare: it counts in the household's sum, see `area-above-title-cumulative`.
 */
export const areaAboveTitle = defineRule({
  code: 'area-above-title',
  name: { zh: '面积超出确权面积', en: 'Area above the title' },
  explains: {
    zh: '一个地块的申报面积大于该地块的确权面积;两个地块各自不超的不算。',
    en: 'The area of one parcel is above its registered title. Two parcels, each within its own, are not hit.',
  },
  needs: ['land-title'],
  // The title settles it; land that is not yet registered is shown singly.
  inBulk: ['confirmed'],
  inChunk: (scope) => sql`
    SELECT DISTINCT ON (c.line) c.line, NULL::bigint AS other_line, t.import_id,
           jsonb_build_object('parcel', t.parcel, 'claimedMilli', c.quantity_milli::text, 'titledMilli', t.area_milli::text) AS record
    FROM (${claimsOfChunk(scope)}) c
    JOIN land_title t ON t.county_code = c.county_code AND t.parcel = c.subject_ref
    WHERE c.quantity_milli > (SELECT max(a.area_milli) FROM land_title a WHERE a.county_code = t.county_code AND a.parcel = t.parcel)
    ORDER BY c.line, t.area_milli DESC, t.person`,
  says: ({ parcel, claimedMilli, titledMilli }) => ({
    zh: `地块 ${parcel} 申报 ${formatMilli(Number(claimedMilli))} 亩,确权面积 ${formatMilli(Number(titledMilli))} 亩`,
    en: `Parcel ${parcel}: ${formatMilli(Number(claimedMilli))} mu claimed, ${formatMilli(Number(titledMilli))} mu titled`,
  }),
});
