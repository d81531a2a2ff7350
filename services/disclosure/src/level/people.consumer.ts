import { Controller } from '@nestjs/common';
import { paidPeople, type PaidPeople } from '@one-card/contracts';
import { sql, Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';

/** How many people stand behind the sums, as payment counted them. The newest count of a division and year replaces the one before. */
@Controller()
export class PeopleConsumer {
  @Consumes(paidPeople)
  async counted({ countyCode, divisionCode, year, countedAt, groups }: PaidPeople, tx: Transaction): Promise<void> {
    await tx.lock('people counted', divisionCode, year);
    const newer = await tx.maybe(sql`
      SELECT FROM people_count
      WHERE county_code = ${countyCode} AND year = ${year} AND division_code = ${divisionCode} AND counted_at > ${countedAt}
      LIMIT 1`);
    if (newer !== undefined) return;
    await tx.execute(sql`DELETE FROM people_count WHERE county_code = ${countyCode} AND year = ${year} AND division_code = ${divisionCode}`);
    await tx.execute(sql`
      INSERT INTO people_count (county_code, year, division_code, village_code, policy_code, people, counted_at)
      SELECT ${countyCode}, ${year}, ${divisionCode}, coalesce(g.village, ''), coalesce(g.policy, ''), g.people, ${countedAt}
      FROM unnest(${groups.villageCode}::text[], ${groups.policyCode}::text[], ${groups.people}::int[]) AS g (village, policy, people)`);
  }
}
