import { z } from 'zod';
import { date, divisionCode, fen, milli, pageQuery } from '../shapes';
import { policyVersionShape } from './policy';
import { chainStep, projectShape } from './project';

/** What only people read of a policy: other services hear nothing of it. */
const forPeople = {
  note: z.string().max(1000).nullable().describe('备注'),
  applying: z.string().max(2000).nullable().describe('申领流程; null: the usual way of such a policy'),
  phone: z.string().max(100).nullable().describe('咨询电话 of the department'),
} as const;

export const policyView = z.object({ ...policyVersionShape, ...forPeople });
export const policyQuery = pageQuery.extend({
  year: z.coerce.number().int().optional(),
  department: z.string().optional(),
  level: z.string().optional(),
});

export const publishPolicy = z
  .object(policyVersionShape)
  .omit({ id: true, version: true, countyCode: true, versionNo: true })
  .extend({
    note: forPeople.note.default(null),
    applying: forPeople.applying.default(null),
    phone: forPeople.phone.default(null),
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

/** A policy in the columns that the county publishes, in words and in the reader's language (二.一.3). */
export const policyRow = z.object({
  no: z.int().describe('序号, of the whole list'),
  code: z.string(),
  versionNo: z.int(),
  recipient: z.enum(['person', 'household', 'child']),
  department: z.string(),
  name: z.string(),
  level: z.string(),
  documents: z.array(z.string()),
  beneficiaries: z.string(),
  standard: z.string(),
  applying: z.string(),
  payment: z.string(),
  frequency: z.string(),
  timeLimit: z.string(),
  phone: z.string(),
  complaintPhone: z.string(),
  note: z.string(),
  validFrom: date(),
  validTo: date().nullable(),
});
export const policyListQuery = z.object({
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  level: z.string().max(20).optional(),
  department: z.string().max(50).optional(),
  recipient: policyRow.shape.recipient.optional(),
  text: z.string().trim().min(1).max(50).optional(),
});
export const policyListFile = policyListQuery.extend({ format: z.enum(['csv', 'xlsx']).default('xlsx') });
export const policyList = z.object({
  year: z.int(),
  publishedAt: z.string().nullable().describe('null: not published yet, this is what it would hold'),
  levels: z.array(z.string()),
  departments: z.array(z.string()),
  items: z.array(policyRow),
});
export const policyChange = z.object({ column: z.string(), before: z.string(), after: z.string() });
export const policyHistoryItem = policyRow.extend({ changes: z.array(policyChange).describe('against the version before') });
