import { type Sql, sql } from '@one-card/database';
import { LEAST_GROUP } from '../publicity/publicity.rules';

/**
 * How many people stand behind a row `s` of payment_sum, as `n`. A person paid monthly stands on twelve lines, so that lines say nothing of how
 * many people a sum tells of.
 */
export const COUNTED: Sql = sql`
  LEFT JOIN people_count n
    ON n.county_code = s.county_code AND n.year = s.year AND n.division_code = s.division_code AND n.village_code = s.village_code
    AND n.policy_code = s.policy_code`;

/** Of a totals-only policy the few of a village would be named by their sum; until they are counted they may be few. */
export const FEW: Sql = sql`(s.publicity = 'totals' AND coalesce(n.people, 0) < ${LEAST_GROUP})`;
