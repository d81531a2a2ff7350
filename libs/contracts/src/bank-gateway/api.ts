import { z } from 'zod';
import { fen, instant, pageQuery, totals } from '../shapes';

export const bankView = z.object({
  code: z.string(),
  name: z.string(),
  agreementNo: z.string(),
  agreementFrom: z.string(),
  agreementTo: z.string(),
  holdsBouncedDays: z.int(),
});
export const bankOrderView = z.object({
  orderId: z.uuid(),
  banks: z.array(
    z.object({
      bankCode: z.string(),
      voucherNo: z.string(),
      fundedFen: fen(),
      ordered: totals(),
      credited: totals(),
      bounced: totals(),
      refundedFen: fen(),
      heldFen: fen().describe('funded − credited − refunded'),
      files: z.object({ ready: z.int(), sent: z.int(), unknown: z.int(), settled: z.int(), refused: z.int() }),
    }),
  ),
});
/** Sums over all orders and banks, as the gateway knows them. */
export const bankTotalsView = z.object({ fundedFen: fen(), credited: totals(), bounced: totals(), refundedFen: fen(), heldFen: fen() });

/** Where a file stands. `unknown`: it has left, and nobody knows what the bank did; `void`: refused, and its instructions went into other files. */
export const BANK_FILE_STATES = ['ready', 'unknown', 'sent', 'settled', 'refused', 'void'] as const;
/** What a person decided on a refused file: its instructions go into a new file, or count as bounced. */
export const bankFileRemedy = z.enum(['cutAnew', 'bounce']);
export const bankFileView = z.object({
  fileId: z.uuid(),
  orderId: z.uuid(),
  orderNo: z.string(),
  bankCode: z.string(),
  state: z.enum(BANK_FILE_STATES),
  total: totals(),
  answered: totals(),
  tries: z.int().nonnegative().describe('how often it was sent or asked for since the bank last said something of it'),
  reason: z.string().nullable().describe('why the bank refused it, or why nothing is known of it: a bank that is down is seen here'),
  builtAt: instant(),
  remedy: bankFileRemedy.nullable().describe('decided, and done as soon as the bank has confirmed that nothing of the file was credited'),
});
export const bankFileQuery = pageQuery.extend({
  state: z
    .enum([...BANK_FILE_STATES, 'inFlight'])
    .optional()
    .describe('inFlight: ready, unknown, sent or refused'),
  orderId: z.uuid().optional(),
  bankCode: z.string().optional(),
});
export const decideBankFile = z.object({ remedy: bankFileRemedy });
