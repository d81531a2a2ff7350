import { z } from 'zod';
import { fen, totals } from '../shapes';

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
