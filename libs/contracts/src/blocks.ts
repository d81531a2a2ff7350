import { z } from 'zod';
import { columns } from './shapes';

/**
 * Plaintexts of the sealed blocks, as JSON. Each block belongs to one chunk, its id is the associated data, and entry i is line firstLine + i.
 */

/** payment-orchestration → recipient-registry: what the roll's file says of people. */
export const rollBlock = columns({
  name: z.string(),
  identity: z.string().describe('18 digits, check digit verified'),
  payeeName: z.string().nullable().describe('as the file states it; null when the file does not'),
  payeeIdentity: z.string().nullable(),
});
export type RollBlock = z.output<typeof rollBlock>;

/** recipient-registry → bank-gateway: the payee as of the match, frozen from then on. Null entries: lines that did not match. */
export const payeeBlock = columns({
  name: z.string().nullable(),
  socialCardNo: z.string().nullable(),
  bankCardNo: z.string().nullable(),
  account: z.string().nullable(),
  bankCode: z.string().nullable(),
  bankLineNo: z.string().nullable().describe('CNAPS number of the branch'),
  carrierKind: z.enum(['social-card', 'bank-card', 'passbook']).nullable(),
});
export type PayeeBlock = z.output<typeof payeeBlock>;

/** recipient-registry → disclosure: what some page of this policy may show, and no more. Not made for `totals` everywhere. */
export const listedBlock = columns({
  name: z.string().nullable().describe('beneficiary'),
  payeeName: z.string().nullable(),
});
export type ListedBlock = z.output<typeof listedBlock>;

/** eligibility-check → recipient-registry: identities in another department's data set. */
export const importBlock = columns({ name: z.string().nullable(), identity: z.string() });
export type ImportBlock = z.output<typeof importBlock>;

/** bank-gateway → a bank: the instructions of one bank file. */
export const bankFileBlock = columns({
  instructionId: z.string().length(24),
  name: z.string(),
  account: z.string(),
  cardNo: z.string(),
  amountFen: z.string(),
  memo: z.string().max(7),
});
export type BankFileBlock = z.output<typeof bankFileBlock>;
