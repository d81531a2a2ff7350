import { z } from 'zod';
import { OUTCOMES, date, divisionCode, line, pageOf, pageQuery, totals } from '../shapes';
import { RED_FLAGS, supervisionAlert } from './facts';

export const outcomeTotals = z.object(
  Object.fromEntries(OUTCOMES.map((o) => [o, totals()])) as Record<(typeof OUTCOMES)[number], ReturnType<typeof totals>>,
);
export const totalsQuery = z.object({
  by: z.enum(['policy', 'township', 'bank', 'day', 'batch', 'roll']).optional(),
  batchId: z.uuid().optional(),
  policyCode: z.string().optional(),
  division: divisionCode().optional(),
});
export const totalsView = z.object({
  entered: totals(),
  outcome: outcomeTotals,
  groups: z.array(z.object({ key: z.string(), entered: totals(), outcome: outcomeTotals })),
});
/** The way down from a sum: the rolls that it is made of, with the batch that each stands in. */
export const rollQuery = pageQuery.extend({
  division: divisionCode().optional(),
  bankCode: z.string().max(20).optional().describe('lines of this bank alone; empty: those that have no bank'),
  batchId: z.uuid().optional(),
});
export const rollSums = z.object({
  rollId: z.uuid(),
  batchId: z.uuid(),
  policyName: z.string(),
  seq: z.int().nullable(),
  divisionCode: divisionCode(),
  state: z.string().nullable().describe('of the roll'),
  entered: totals(),
  outcome: outcomeTotals,
});
export const rollPage = pageOf(rollSums);

export const alertQuery = pageQuery.extend({
  flag: z.enum(RED_FLAGS).optional(),
  state: z.enum(['open', 'settled']).optional(),
  batchId: z.uuid().optional(),
  division: divisionCode().optional(),
  line: z.coerce.number().pipe(line()).optional(),
  newest: z.stringbool().default(false).describe('newest first'),
});
export const alertView = supervisionAlert.schema;
export const alertPage = pageOf(alertView);
/** How many red flags there are of each kind. */
export const alertTotals = z.array(z.object({ flag: z.enum(RED_FLAGS), open: z.int(), settled: z.int() }));
export const auditHead = z.object({ topic: z.string(), partition: z.int(), entries: z.int(), lastOffset: z.string(), hash: z.string() });
export const auditVerification = z.object({
  chains: z.int(),
  entries: z.int(),
  broken: z.array(z.object({ topic: z.string(), partition: z.int(), offset: z.string(), why: z.string() })),
});
export const auditExportQuery = z.object({ topic: z.string().optional(), partition: z.coerce.number().int().nonnegative().optional() });
/** Where each batch stands (二.二.7, 8). */
export const progressView = z.array(
  z.object({
    batchId: z.uuid(),
    policyCode: z.string(),
    policyName: z.string(),
    seq: z.int().nullable(),
    periodFrom: date().nullable(),
    periodTo: date().nullable(),
    department: z.string(),
    state: z.string(),
    dueAt: z.string().nullable(),
    late: z.boolean(),
    rolls: z.int(),
    rollsReady: z.int(),
  }),
);
