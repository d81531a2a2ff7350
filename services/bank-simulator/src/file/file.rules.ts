import type { BankAnswer, BankFile, BankFileBlock } from '@one-card/contracts';
import { textOf } from '../account/account.rules';
import { type Behaviour } from '../behaviour/behaviour.service';
import { draw } from '../behaviour/behaviour.rules';

/** What became of the instructions of a file, in columns: an entry in the ledger, or the bank's reason against it. */
export interface Done {
  readonly instructionId: readonly string[];
  readonly amountFen: readonly string[];
  readonly rawCode: readonly (string | null)[];
  readonly entryNo: readonly (number | null)[];
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

/** Cuts what was done into parts of about the same size, each with at least one line. */
export function cut(done: Done, parts: number): Done[] {
  const lines = done.instructionId.length;
  const count = Math.min(parts, lines);
  const at = (part: number) => Math.floor((part * lines) / count);
  return Array.from({ length: count }, (_, part) => sliceOf(done, at(part), at(part + 1)));
}

function sliceOf(done: Done, from: number, to: number): Done {
  return {
    instructionId: done.instructionId.slice(from, to),
    amountFen: done.amountFen.slice(from, to),
    rawCode: done.rawCode.slice(from, to),
    entryNo: done.entryNo.slice(from, to),
  };
}

/** In which place each part is posted. */
export function placesOf(parts: number, fileId: string, { seed, shuffleParts }: Pick<Behaviour, 'seed' | 'shuffleParts'>): number[] {
  const order = Array.from({ length: parts }, (_, part) => part);
  if (shuffleParts) order.sort((a, b) => draw(seed, 'place', `${fileId}/${String(a)}`) - draw(seed, 'place', `${fileId}/${String(b)}`));
  return order.map((_, part) => order.indexOf(part));
}

export type UnsignedAnswer = Omit<BankAnswer, 'digest' | 'signature'>;

/** The columns stand in the contract's order, since the digest is over their JSON. */
export function answerOf(file: Pick<BankFile, 'bankCode' | 'fileId' | 'businessDate'>, part: number, done: Done): UnsignedAnswer {
  const { instructionId, amountFen, rawCode, entryNo } = done;
  const creditedAt = rawCode.map((code) => (code === null ? file.businessDate : null));
  return {
    format: 'one-card.bank-answer.v1',
    bankCode: file.bankCode,
    fileId: file.fileId,
    part,
    lines: {
      instructionId: [...instructionId],
      sequence: rawCode.map(() => 1),
      state: rawCode.map((code) => (code === null ? 'credited' : 'bounced')),
      rawCode: [...rawCode],
      rawText: rawCode.map((code) => (code === null ? null : textOf(code))),
      serial: entryNo.map((no) => (no === null ? null : `${file.bankCode}-${String(no)}`)),
      creditedAt,
      notifiedAt: creditedAt,
      amountFen: [...amountFen],
    },
    count: instructionId.length,
    amountFen: String(sumFen(amountFen)),
  };
}
