import type { BankFileBlock } from '@one-card/contracts';
import type { Answer } from '../answer/answer.rules';

/** What one bank is to be told in one file: instructions of one order. */
export interface FileDraft {
  readonly fileId: string;
  readonly bankCode: string;
  readonly orderId: string;
  readonly voucherNo: string;
  readonly fundedFen: string;
  /** business time */
  readonly at: Date;
  readonly lines: BankFileBlock;
}

/** The bytes that go to the bank, now and at every resend. */
export interface BuiltFile {
  readonly body: Buffer;
  readonly digest: string;
  readonly count: number;
  readonly amountFen: string;
}

/** A refused file that is given up for good. */
export interface GivenUp {
  readonly fileId: string;
  readonly bankCode: string;
  readonly orderId: string;
  readonly count: number;
  readonly amountFen: string;
  /** business time */
  readonly at: Date;
}

/** The bank's word on a file. `waits`: not taken, and no word against it (its voucher has not reached the bank yet). */
export interface Word {
  readonly state: 'accepted' | 'refused' | 'unknown' | 'waits';
  readonly reason: string | null;
  /** the bank has signed that nothing of the file was credited, and that it has not accepted it */
  readonly nothingDone: boolean;
}

export interface Refund {
  readonly bankCode: string;
  readonly orderId: string;
  readonly voucherNo: string;
  readonly amountFen: string;
  readonly at: Date;
}

/**
 * A bank, whatever its format. Everything that throws leaves the outcome unknown: the caller asks, and never sends other bytes. What it gives
 * back has been verified as the bank's own; where it tells several things, an Error stands for each that has not.
 */
export abstract class BankPort {
  abstract build(draft: FileDraft): Promise<BuiltFile>;
  abstract send(bankCode: string, body: Buffer): Promise<Word>;
  abstract ask(bankCode: string, fileId: string): Promise<Word>;
  /** Tells the bank that nothing of a refused file will ever be paid, so that it gives the money back. */
  abstract withdraw(file: GivenUp): Promise<Word>;
  abstract answersOf(bankCode: string, fileId: string): Promise<(Answer | Error)[]>;
  abstract refundsOf(bankCode: string, orderId: string): Promise<(Refund | Error)[]>;
}
