import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { chunkKey, chunkRef, columns, countyCode, fen, instant, line, totals } from '../shapes';

/** Reasons a bank gives, ours. Raw code and text stand beside. */
export const BOUNCE_REASONS = ['card-closed', 'card-limit', 'name-differs', 'account-frozen', 'account-missing', 'not-activated', 'other'] as const;

/** The bank answered for these lines. Results come in parts; a chunk is settled when answered = ordered; the highest sequence of a line wins. */
export const resultChunk = defineEvent(
  'bank-gateway.result.v1',
  {
    kind: 'chunk',
    summary: "A part of a bank's results for one ordered chunk.",
    readBy: ['payment-orchestration', 'supervision'],
    key: (r) => chunkKey(r.chunk),
  },
  {
    orderId: z.uuid(),
    chunk: chunkRef(),
    bankCode: z.string(),
    fileId: z.string(),
    lines: columns({
      line: line(),
      attempt: z.int().positive(),
      sequence: z.int().positive().describe("of the bank's answers for this instruction; the highest wins"),
      state: z.enum(['credited', 'bounced']),
      reason: z.enum(BOUNCE_REASONS).nullable(),
      rawCode: z.string().nullable(),
      rawText: z.string().nullable(),
      bankSerial: z.string().nullable(),
      creditedAt: instant().nullable(),
      notifiedAt: instant().nullable(),
      amountFen: fen(),
    }),
    credited: totals(),
    bounced: totals(),
  },
);
export type ResultChunk = EventOf<typeof resultChunk>;

/** The bank gave bounced money back from its paying account, with a voucher. */
export const accountMovement = defineEvent(
  'bank-gateway.account.v1',
  {
    kind: 'record',
    summary: "A movement on a bank's paying account that payment must book: a refund of an order.",
    readBy: ['payment-orchestration', 'supervision'],
    key: (m) => `${m.countyCode}/${m.orderId}`,
  },
  {
    id: z.uuid(),
    countyCode: countyCode(),
    kind: z.literal('refund'),
    orderId: z.uuid(),
    bankCode: z.string(),
    voucherNo: z.string().describe('unique for ever at this bank'),
    amountFen: fen(),
    at: instant(),
  },
);
export type AccountMovement = EventOf<typeof accountMovement>;
