import { z } from 'zod';
import { defineEvent } from '../event';
import { countyCode, date } from '../shapes';

/** The business clock's offset from real time, which only grows; every service adds it to its own time. */
export const clock = defineEvent(
  'policy-catalog.clock.v1',
  {
    kind: 'state',
    summary: 'The business clock was advanced; sent by the policy catalog, heard by every service.',
    readBy: ['every service'],
    key: (c) => `${c.countyCode}/${c.id}`,
  },
  { id: z.literal('clock'), version: z.int().positive(), countyCode: countyCode(), offsetMs: z.int().nonnegative() },
);

/** Days on which offices are closed or, against the week, open (法定节假日, 调休), of one year. */
export const calendar = defineEvent(
  'policy-catalog.calendar.v1',
  {
    kind: 'state',
    summary: "A year's calendar was set or edited.",
    readBy: ['payment-orchestration', 'disclosure', 'supervision'],
    key: (c) => `${c.countyCode}/${c.id}`,
  },
  {
    id: z.string().describe('the year'),
    version: z.int().positive(),
    countyCode: countyCode(),
    days: z.array(z.object({ date: date(), kind: z.enum(['holiday', 'workday']), name: z.string() })),
  },
);
