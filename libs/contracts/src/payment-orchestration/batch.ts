import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { actedBy, countyCode, date, divisionCode, instant, sha256, totals } from '../shapes';

export const ROLL_STATES = ['issued', 'matching', 'checking', 'draft', 'in-review', 'in-notice', 'ready'] as const;
export const BATCH_STATES = ['draft', 'issued', 'in-review', 'approved', 'applied', 'funding', 'paying', 'settled'] as const;
export const BATCH_KINDS = ['regular', 'supplement', 'difference', 'correction'] as const;

/** What a roll is now, within its batch's state. */
export const rollState = z.object({
  rollId: z.uuid(),
  divisionCode: divisionCode(),
  revision: z.int().nonnegative().describe('0: nothing uploaded yet'),
  digest: sha256().nullable().describe('of what is reviewed; null until checked'),
  state: z.enum(ROLL_STATES),
  step: z.int().nonnegative().describe("index in the chain's roll steps"),
  entered: totals(),
});

/**
 * The batch after each of its steps, with the rolls of its townships. One aggregate: its version grows by one each time.
 * draft → issued (下达) → in-review (all rolls ready) → approved → applied (支付申请) → funding (order, voucher) → paying → settled.
 */
export const batch = defineEvent(
  'payment-orchestration.batch.v1',
  {
    kind: 'state',
    summary: 'A batch or one of its rolls took a step.',
    readBy: ['eligibility-check', 'disclosure', 'supervision'],
    key: (b) => `${b.countyCode}/${b.id}`,
  },
  {
    id: z.uuid(),
    version: z.int().positive(),
    countyCode: countyCode(),
    projectId: z.uuid(),
    policyCode: z.string(),
    policyVersionId: z.uuid(),
    department: z.string(),
    seq: z.int().positive(),
    kind: z.enum(BATCH_KINDS),
    periodFrom: date(),
    periodTo: date(),
    state: z.enum(BATCH_STATES),
    step: z.int().nonnegative().describe("index in the chain's batch steps"),
    rolls: z.array(rollState),
    did: z
      .object({ act: z.string(), rollId: z.uuid().nullable(), by: actedBy().nullable(), note: z.string().nullable() })
      .describe('the step just taken; by: null when the system took it'),
    at: instant(),
    dueAt: instant().nullable().describe('when the present step is late'),
  },
);
export type BatchState = EventOf<typeof batch>;
