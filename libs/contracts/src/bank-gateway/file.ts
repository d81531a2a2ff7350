import { z } from 'zod';
import { columns, fen, instant, sha256, totals } from '../shapes';

/**
 * Files between the bank-gateway and a bank, over HTTP: a file carries instructions of one order, of as many chunks as fit. Bodies are JSON; `signature` is Ed25519, base64, over the UTF-8 bytes of
 * `[format, fileId, digest, count, amountFen].join('\n')`, `digest` is SHA-256 over the sealed bytes (or over the JSON of `lines` for answers,
 * its columns in the order below). A resend is the same bytes with the same id.
 */
export const bankFile = z.object({
  format: z.literal('one-card.bank-file.v1'),
  fileId: z.string().min(8).max(64),
  bankCode: z.string(),
  orderId: z.uuid(),
  voucherNo: z.string().describe('by which this order funded the paying account'),
  orderFunding: fen().describe('what that voucher brought'),
  count: z.int().positive(),
  amountFen: fen(),
  sealed: z.base64().describe('HPKE block for the bank, associated data = fileId; plaintext bankFileBlock'),
  digest: sha256(),
  signature: z.base64(),
  businessDate: instant().describe('the business clock when it was sent'),
});
export type BankFile = z.output<typeof bankFile>;

/**
 * A bank's word on a file. `accepted` again for the same bytes; `refused` with a reason, and then nothing of it is ever credited; `unknown`: it
 * has never seen this id. A refusal counts only when it is signed, and so does every word by which a refused file may be cut anew.
 */
export const bankFileStatus = z.object({
  fileId: z.string(),
  state: z.enum(['accepted', 'refused', 'unknown']),
  reason: z.string().nullable(),
  answered: totals(),
  parts: z.int().nonnegative(),
  signature: z
    .base64()
    .nullable()
    .default(null)
    .describe("the bank's, over ['one-card.bank-file-status.v1', fileId, state, reason ?? '', answered.count, answered.amountFen].join('\\n')"),
});
export type BankFileStatus = z.output<typeof bankFileStatus>;

/**
 * A refused file is given up for good (撤销): its lines are bounced, so the bank never credits anything of it and owes its money back. Posted to
 * the bank, which answers with its word on the file: `refused`, or `accepted` when it has taken it after all and nothing is given up.
 */
export const bankFileWithdrawal = z.object({
  format: z.literal('one-card.bank-file-withdrawal.v1'),
  fileId: z.string().min(8).max(64),
  bankCode: z.string(),
  orderId: z.uuid(),
  count: z.int().positive(),
  amountFen: fen(),
  businessDate: instant().describe('the business clock when it was given up'),
  signature: z.base64().describe("the gateway's, over [format, fileId, bankCode, orderId, count, amountFen].join('\\n')"),
});
export type BankFileWithdrawal = z.output<typeof bankFileWithdrawal>;

/** Results of a file, in parts, in any order, possibly twice: posted to the bank-gateway, and to be had by asking. No personal data. */
export const bankAnswer = z.object({
  format: z.literal('one-card.bank-answer.v1'),
  bankCode: z.string(),
  fileId: z.string(),
  part: z.int().positive(),
  lines: columns({
    instructionId: z.string().length(24),
    sequence: z.int().positive(),
    state: z.enum(['credited', 'bounced']),
    rawCode: z.string().nullable(),
    rawText: z.string().nullable(),
    serial: z.string().nullable(),
    creditedAt: instant().nullable(),
    notifiedAt: instant().nullable(),
    amountFen: fen(),
  }),
  count: z.int().positive(),
  amountFen: fen(),
  digest: sha256(),
  signature: z.base64(),
});
export type BankAnswer = z.output<typeof bankAnswer>;

/** Bounced money given back: posted to the bank-gateway, and to be had by asking. */
export const bankRefund = z.object({
  format: z.literal('one-card.bank-refund.v1'),
  bankCode: z.string(),
  orderId: z.uuid(),
  voucherNo: z.string(),
  amountFen: fen(),
  at: instant(),
  signature: z.base64().describe("over [format, bankCode, orderId, voucherNo, amountFen, at].join('\\n')"),
});
export type BankRefund = z.output<typeof bankRefund>;

/** What the signature of a file or of an answer is made over. */
export function signedTextOf(paper: Pick<BankFile | BankAnswer, 'format' | 'fileId' | 'digest' | 'count' | 'amountFen'>): string {
  return [paper.format, paper.fileId, paper.digest, paper.count, paper.amountFen].join('\n');
}

/** What the signature of a withdrawal is made over. */
export function signedTextOfWithdrawal(
  paper: Pick<BankFileWithdrawal, 'format' | 'fileId' | 'bankCode' | 'orderId' | 'count' | 'amountFen'>,
): string {
  return [paper.format, paper.fileId, paper.bankCode, paper.orderId, paper.count, paper.amountFen].join('\n');
}

/** What the signature of a bank's word on a file is made over. */
export function signedTextOfStatus({ fileId, state, reason, answered }: Pick<BankFileStatus, 'fileId' | 'state' | 'reason' | 'answered'>): string {
  return ['one-card.bank-file-status.v1', fileId, state, reason ?? '', answered.count, answered.amountFen].join('\n');
}

/** What the signature of a refund is made over. */
export function signedTextOfRefund(paper: Pick<BankRefund, 'format' | 'bankCode' | 'orderId' | 'voucherNo' | 'amountFen' | 'at'>): string {
  return [paper.format, paper.bankCode, paper.orderId, paper.voucherNo, paper.amountFen, paper.at].join('\n');
}
