import { z } from 'zod';
import { OUTCOMES, divisionCode, pageOf, pageQuery, totals } from '../shapes';
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
export const alertQuery = pageQuery.extend({
  flag: z.enum(RED_FLAGS).optional(),
  state: z.enum(['open', 'settled']).optional(),
  batchId: z.uuid().optional(),
});
export const alertView = supervisionAlert.schema;
export const alertPage = pageOf(alertView);
export const auditHead = z.object({ topic: z.string(), partition: z.int(), entries: z.int(), lastOffset: z.string(), hash: z.string() });
export const auditVerification = z.object({
  chains: z.int(),
  entries: z.int(),
  broken: z.array(z.object({ topic: z.string(), partition: z.int(), offset: z.string(), why: z.string() })),
});
/** Where each batch stands (二.二.7, 8). */
export const progressView = z.array(
  z.object({
    batchId: z.uuid(),
    policyCode: z.string(),
    department: z.string(),
    state: z.string(),
    dueAt: z.string().nullable(),
    late: z.boolean(),
    rolls: z.int(),
    rollsReady: z.int(),
  }),
);
