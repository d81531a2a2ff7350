import { z } from 'zod';
import { fen, instant } from '../shapes';

/** Payment application to the treasury (国库集中支付): a file in the treasury's out folder, `<applicationNo>.json`. 附.四 finance. */
export const treasuryApplication = z.object({
  format: z.literal('one-card.treasury-application.v1'),
  applicationNo: z.string(),
  orderId: z.uuid(),
  orderNo: z.string(),
  countyCode: z.string(),
  paymentMode: z.enum(['direct', 'authorized']).describe('财政直接支付, 财政授权支付'),
  purpose: z.string(),
  amountFen: fen(),
  banks: z.array(z.object({ bankCode: z.string(), lines: z.int().positive(), amountFen: fen() })).min(1),
  draws: z
    .array(
      z.object({
        indicatorId: z.uuid(),
        documentNo: z.string(),
        budgetYear: z.int(),
        functionCode: z.string(),
        economicCode: z.string(),
        amountFen: fen(),
      }),
    )
    .min(1),
});
export type TreasuryApplication = z.output<typeof treasuryApplication>;

/** The treasury's answer, a file of the same name in the in folder, written whole (renamed into place): the paying accounts are funded, or a refusal. */
export const treasuryAnswer = z.object({
  format: z.literal('one-card.treasury-answer.v1'),
  applicationNo: z.string(),
  orderId: z.uuid(),
  refused: z.string().nullable().describe('reason in words; then there are no vouchers'),
  vouchers: z.array(z.object({ bankCode: z.string(), voucherNo: z.string(), amountFen: fen(), fundedAt: instant() })),
});
export type TreasuryAnswer = z.output<typeof treasuryAnswer>;
