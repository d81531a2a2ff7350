import { type BankFileBlock, instructionIdOf, type OrderChunk, type PayeeBlock } from '@one-card/contracts';
import { v5 as uuidv5 } from 'uuid';
import { orderRefused } from './order.errors';

/** What one bank has to do of a chunk: the lines for the ledger, and the same lines as the bank is told them. */
export interface BankPart {
  readonly bankCode: string;
  readonly partId: string;
  readonly line: number[];
  readonly attempt: number[];
  amountFen: bigint;
  readonly lines: BankFileBlock;
}

/** The same order, chunk and bank make the same part for ever: even an order that came twice could not be sent twice. */
export const partIdOf = (orderId: string, chunkId: string, bankCode: string): string => uuidv5(`${chunkId}/${bankCode}`, orderId);

/** Cuts a chunk by bank. Whatever does not fit together (a bank without voucher, a payee that is not there, a wrong total) refuses the whole. */
export function splitByBank(order: OrderChunk, payees: PayeeBlock): BankPart[] {
  const { chunk, lines } = order;
  const parts = new Map<string, BankPart>();
  let total = 0n;
  lines.line.forEach((line, place) => {
    const bankCode = lines.bankCode[place] ?? '';
    const attempt = lines.attempt[place] ?? 1;
    const amountFen = lines.amountFen[place] ?? '0';
    const at = line - chunk.firstLine;
    if (at < 0 || at >= chunk.lines) throw orderRefused(order, 'line');
    const part = parts.get(bankCode) ?? startPart(order, bankCode);
    parts.set(bankCode, part);
    part.line.push(line);
    part.attempt.push(attempt);
    part.amountFen += BigInt(amountFen);
    total += BigInt(amountFen);
    addLine(order, part, instructionIdOf(chunk.countyCode, line, attempt), amountFen, payees, at);
  });
  if (total !== BigInt(order.total.amountFen) || lines.line.length !== order.total.count) throw orderRefused(order, 'totals');
  if (new Set(lines.line).size !== lines.line.length) throw orderRefused(order, 'twice');
  return [...parts.values()];
}

function startPart(order: OrderChunk, bankCode: string): BankPart {
  if (!order.funding.some((one) => one.bankCode === bankCode)) throw orderRefused(order, 'unfunded', { bankCode });
  return {
    bankCode,
    partId: partIdOf(order.orderId, order.chunk.chunkId, bankCode),
    line: [],
    attempt: [],
    amountFen: 0n,
    lines: { instructionId: [], name: [], account: [], cardNo: [], amountFen: [], memo: [] },
  };
}

function addLine(order: OrderChunk, part: BankPart, instructionId: string, amountFen: string, payees: PayeeBlock, at: number): void {
  const name = payees.name[at];
  const account = payees.account[at];
  if (!name || !account || payees.bankCode[at] !== part.bankCode || amountFen === '0') throw orderRefused(order, 'payee', { at });
  part.lines.instructionId.push(instructionId);
  part.lines.name.push(name);
  part.lines.account.push(account);
  part.lines.cardNo.push(payees.bankCardNo[at] ?? payees.socialCardNo[at] ?? '');
  part.lines.amountFen.push(amountFen);
  part.lines.memo.push(order.memo);
}
