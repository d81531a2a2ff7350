import { z } from 'zod';
import { date, divisionCode, fen, milli, pageQuery } from '../shapes';
import { policyVersionShape } from './policy';
import { chainStep, projectShape } from './project';

export const policyView = z.object({ ...policyVersionShape, note: z.string().nullable() });
export const policyQuery = pageQuery.extend({
  year: z.coerce.number().int().optional(),
  department: z.string().optional(),
  level: z.string().optional(),
});

export const publishPolicy = z
  .object(policyVersionShape)
  .omit({ id: true, version: true, countyCode: true, versionNo: true })
  .extend({
    note: z.string().nullable().default(null),
    secret: z.boolean().default(false).describe('涉密: such a policy is refused, this system may not hold it'),
  });

export const openProject = z.object({
  policyCode: z.string(),
  name: z.string().min(1).max(100),
  year: z.int().min(2000).max(2100),
  periodFrom: date(),
  periodTo: date(),
  divisions: z.array(divisionCode()).min(1),
  fundFen: fen().nullable().default(null),
  areaMilli: milli().nullable().default(null),
  chain: z.array(chainStep).optional().describe("left out: the policy's usual chain"),
});
export const projectView = z.object(projectShape);
export const projectQuery = pageQuery.extend({ policyCode: z.string().optional(), year: z.coerce.number().int().optional() });

export const clockView = z.object({ now: z.string(), offsetMs: z.int(), advanceAllowed: z.boolean() });
export const advanceClock = z
  .object({ days: z.int().positive().max(366).optional(), to: date().optional() })
  .refine((v) => (v.days === undefined) !== (v.to === undefined), {
    message: 'give either days or to',
  });

export const calendarView = z.object({
  year: z.int(),
  days: z.array(z.object({ date: date(), kind: z.enum(['holiday', 'workday']), name: z.string() })),
});
export const setCalendar = z.object({ days: calendarView.shape.days });
export const departmentView = z.object({ name: z.string(), policies: z.int() });
export const listView = z.object({ year: z.int(), publishedAt: z.string().nullable(), policies: z.array(policyView) });
