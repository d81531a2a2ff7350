import { z } from 'zod';
import { fen, totals } from '../shapes';

/** The simulator stands for banks outside of the platform: its API is not behind the gateway. */
export const fundAccount = z.object({ bankCode: z.string(), orderId: z.uuid(), voucherNo: z.string(), amountFen: fen() });

/** `POST /accounts`: application/x-ndjson, one account a line; an account that exists is replaced. */
export const bankAccount = z.object({
  bankCode: z.string(),
  account: z.string(),
  cardNo: z.string(),
  name: z.string(),
  state: z.enum(['normal', 'closed', 'frozen', 'limit', 'inactive', 'other']).default('normal'),
});

/** How the bank misbehaves, until told otherwise. Shares are 0 … 1, drawn from a seeded generator. */
export const behaviour = z.object({
  seed: z.int().default(1),
  answerDelayMs: z.int().nonnegative().default(0),
  timeOutAfterWork: z.number().min(0).max(1).default(0).describe('share of files: the work is done, the connection is cut without an answer'),
  refuse: z.number().min(0).max(1).default(0).describe('share of files that are refused whole, for no reason of ours'),
  answerTwice: z.number().min(0).max(1).default(0),
  answerParts: z.int().min(1).max(50).default(1),
  shuffleParts: z.boolean().default(false),
  silent: z.number().min(0).max(1).default(0).describe('share of answers that are never posted and must be asked for'),
  down: z.boolean().default(false).describe('503 to everything but this API'),
  refund: z.boolean().default(true).describe('give bounced money back when an order is answered whole'),
});

export const ledgerView = z.object({
  fundedFen: fen(),
  credited: totals().describe('net of reversals'),
  bounced: totals(),
  refundedFen: fen(),
  heldFen: fen().describe('what lies in the paying accounts'),
  creditedTwice: z.int().describe('instruction lines credited more than once'),
  creditedUnordered: z.int().describe('credits without an accepted instruction'),
  byBank: z.array(z.object({ bankCode: z.string(), fundedFen: fen(), credited: totals(), bounced: totals(), refundedFen: fen(), heldFen: fen() })),
});
