import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { columns, countyCode, date, divisionCode, fen, instant, line, outcome } from '../shapes';

/**
 * Lines changed their outcome: entered (from null), rejected, held, let go again, stopped, bounced, paid; withdrawn by a newer revision (to null).
 * Each line's facts form a chain from → to, so that a reader may keep sums without keeping lines.
 */
export const lineFacts = defineEvent(
  'payment-orchestration.line.v1',
  {
    kind: 'record',
    summary: 'Lines of one roll changed their outcome.',
    readBy: ['disclosure', 'supervision', 'eligibility-check'],
    key: (f) => `${f.countyCode}/${f.rollId}`,
  },
  {
    countyCode: countyCode(),
    projectId: z.uuid(),
    policyCode: z.string(),
    batchId: z.uuid(),
    rollId: z.uuid(),
    revision: z.int().positive(),
    divisionCode: divisionCode(),
    chunkId: z.uuid().nullable(),
    orderId: z.uuid().nullable(),
    periodFrom: date(),
    periodTo: date(),
    at: instant(),
    lines: columns({
      line: line(),
      villageCode: divisionCode(),
      from: outcome().nullable(),
      to: outcome().nullable(),
      reason: z.string().nullable().describe('code: a fault, a rule, a bank reason'),
      amountFen: fen(),
      bankCode: z.string().nullable(),
    }),
  },
);
export type LineFacts = EventOf<typeof lineFacts>;
