import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { columns, countyCode, divisionCode, instant } from '../shapes';

/**
 * How many people were paid: whoever is paid under three policies is one person of the county, so that these numbers do not add up, and
 * whoever shows sums needs them beside. Counted anew, and told anew, when a run of payments has come to rest.
 */
export const paidPeople = defineEvent(
  'payment-orchestration.people.v1',
  {
    kind: 'record',
    summary: 'How many people were paid in a year, in the county or in one of its townships.',
    readBy: ['disclosure', 'supervision'],
    key: (p) => `${p.countyCode}/${p.divisionCode}/${p.year}`,
  },
  {
    countyCode: countyCode(),
    divisionCode: divisionCode().describe('the county, or the township or functional division whose rolls they stand on'),
    year: z.int().describe('of the projects'),
    countedAt: instant().describe('the newest count of a division and year holds'),
    groups: columns({
      villageCode: divisionCode().nullable().describe('null: of the whole division'),
      policyCode: z.string().nullable().describe('null: of all policies; in a village, of those that do not show totals only'),
      people: z.int().positive(),
    }),
  },
);
export type PaidPeople = EventOf<typeof paidPeople>;
