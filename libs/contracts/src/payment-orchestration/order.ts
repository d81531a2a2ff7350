import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { chunkKey, chunkRef, columns, fen, instant, line, sealedFor, totals } from '../shapes';

/** An order of money to one bank: the treasury's voucher says that its paying account (代发户) is funded. */
export const bankFunding = z.object({
  bankCode: z.string(),
  lines: z.int().positive(),
  amountFen: fen(),
  voucherNo: z.string(),
  fundedAt: instant(),
});

/** Finance has decided to pay these lines: sent once for each chunk of a funded order. */
export const orderChunk = defineEvent(
  'payment-orchestration.order.v1',
  {
    kind: 'chunk',
    summary: 'Pay these lines of a chunk; sent once for each chunk when every bank of the order has its voucher.',
    readBy: ['bank-gateway', 'supervision'],
    key: (o) => chunkKey(o.chunk),
  },
  {
    orderId: z.uuid(),
    orderNo: z.string(),
    chunk: chunkRef(),
    memo: z.string().max(7).describe('words for the passbook'),
    funding: z.array(bankFunding).min(1).describe('the whole order by bank, the same in each of its chunks'),
    chunksOrdered: z.int().positive().describe('chunks of the order'),
    lines: columns({ line: line(), attempt: z.int().positive(), amountFen: fen(), bankCode: z.string() }),
    total: totals().describe('of this chunk'),
    payees: sealedFor('bank-gateway').describe('made by the registry at match; payment cannot read it'),
  },
);
export type OrderChunk = EventOf<typeof orderChunk>;
