import type { BankAnswer, BankFile, BankFileBlock } from '@one-card/contracts';
import { textOf } from '../account/account.rules';
import { type Behaviour } from '../behaviour/behaviour.service';
import { draw } from '../behaviour/behaviour.rules';

/** What became of one instruction: an entry in the ledger, or the bank's reason against it. */
export interface Done {
  readonly instructionId: string;
  readonly amountFen: string;
  readonly rawCode: string | null;
  readonly entryNo: string | null;
}

export const sumFen = (amounts: readonly string[]): bigint => amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);

/** Why the file's lines are not what its head says, or nothing. */
export function faultOfLines(file: BankFile, block: BankFileBlock): string | undefined {
  const count = block.instructionId.length;
  if (count !== file.count || sumFen(block.amountFen) !== BigInt(file.amountFen)) return '笔数或金额合计与明细不符';
  if (new Set(block.instructionId).size !== count) return '文件内指令重复';
  if (block.amountFen.some((amount) => BigInt(amount) <= 0n)) return '金额必须大于零';
  return undefined;
}

/** Credited and bounced, in count and fen. */
export function sumsOf(done: readonly Done[]) {
  const credited = done.filter(({ rawCode }) => rawCode === null).map(({ amountFen }) => amountFen);
  const bounced = done.filter(({ rawCode }) => rawCode !== null).map(({ amountFen }) => amountFen);
  return { creditedCount: credited.length, creditedFen: sumFen(credited), bouncedCount: bounced.length, bouncedFen: sumFen(bounced) };
}

/** Cuts what was done into parts of about the same size, each with at least one line. */
export function cut<T>(done: readonly T[], parts: number): T[][] {
  const count = Math.min(parts, done.length);
  return Array.from({ length: count }, (_, part) =>
    done.slice(Math.floor((part * done.length) / count), Math.floor(((part + 1) * done.length) / count)),
  );
}

/** In which place each part is posted. */
export function placesOf(parts: number, fileId: string, { seed, shuffleParts }: Pick<Behaviour, 'seed' | 'shuffleParts'>): number[] {
  const order = Array.from({ length: parts }, (_, part) => part);
  if (shuffleParts) order.sort((a, b) => draw(seed, 'place', `${fileId}/${String(a)}`) - draw(seed, 'place', `${fileId}/${String(b)}`));
  return order.map((_, part) => order.indexOf(part));
}

export type UnsignedAnswer = Omit<BankAnswer, 'digest' | 'signature'>;

export function answerOf(file: Pick<BankFile, 'bankCode' | 'fileId' | 'businessDate'>, part: number, done: readonly Done[]): UnsignedAnswer {
  const creditedAt = done.map(({ rawCode }) => (rawCode === null ? file.businessDate : null));
  return {
    format: 'one-card.bank-answer.v1',
    bankCode: file.bankCode,
    fileId: file.fileId,
    part,
    lines: {
      instructionId: done.map(({ instructionId }) => instructionId),
      sequence: done.map(() => 1),
      state: done.map(({ rawCode }) => (rawCode === null ? 'credited' : 'bounced')),
      rawCode: done.map(({ rawCode }) => rawCode),
      rawText: done.map(({ rawCode }) => (rawCode === null ? null : textOf(rawCode))),
      serial: done.map(({ entryNo }) => (entryNo === null ? null : `${file.bankCode}-${entryNo}`)),
      creditedAt,
      notifiedAt: creditedAt,
      amountFen: done.map(({ amountFen }) => amountFen),
    },
    count: done.length,
    amountFen: String(sumFen(done.map(({ amountFen }) => amountFen))),
  };
}
