import { instructionIdOf, orderChunk, type OrderChunk, type PayeeBlock } from '@one-card/contracts';
import type { ServiceUnderTest } from '@one-card/testing';
import { randomInt, randomUUID } from 'node:crypto';
import type { Line } from './small-bank';

export const COUNTY = '410423';
export const NAME = '段秀英测试';
let nextLine = 1;
let nextAccount = 6_217_000_000_000_000_000n + BigInt(randomInt(1_000_000)) * 1_000_000n;

export interface OrderOptions {
  /** bank and fen of each line; a line is new unless it is named */
  lines: { bankCode?: string; amountFen?: bigint; line?: number; attempt?: number }[];
  /** what the vouchers brought; default exactly what the lines need */
  funded?: Record<string, bigint>;
  orderId?: string;
  voucherNo?: string;
}

export interface Ordered {
  order: OrderChunk;
  accounts: string[];
  /** the order's lines as a bank answers them */
  answered(state?: 'credited' | 'bounced', raw?: { rawCode?: string; rawText?: string }): Line[];
}

/** Publishes a chunk of an order, as payment does when every bank of it has its voucher. */
export async function publishOrder(given: ServiceUnderTest, options: OrderOptions): Promise<Ordered> {
  const ordered = await makeOrder(given, options);
  await given.publish(orderChunk, ordered.order);
  return ordered;
}

export async function makeOrder(
  given: ServiceUnderTest,
  { lines, funded, orderId = randomUUID(), voucherNo = randomUUID() }: OrderOptions,
): Promise<Ordered> {
  const chunkId = randomUUID();
  const firstLine = lines[0]?.line ?? nextLine;
  const wanted = lines.map((line, place) => ({ bankCode: 'rcb', amountFen: 12_345n, attempt: 1, line: firstLine + place, ...line }));
  nextLine = Math.max(nextLine, firstLine + lines.length);
  const accounts = wanted.map(() => String(nextAccount++));
  const total = sum(wanted);
  const payees = await given
    .envelopesOf('recipient-registry')
    .sealFor('bank-gateway', chunkId, Buffer.from(JSON.stringify(payeesOf(wanted, accounts))));
  const order: OrderChunk = {
    orderId,
    orderNo: `D-${orderId.slice(0, 8)}`,
    chunk: chunkOf(chunkId, firstLine, lines.length, total),
    memo: '耕地补贴',
    funding: fundingOf(wanted, funded, voucherNo),
    chunksOrdered: 1,
    lines: {
      line: wanted.map((one) => one.line),
      attempt: wanted.map((one) => one.attempt),
      amountFen: wanted.map((one) => String(one.amountFen)),
      bankCode: wanted.map((one) => one.bankCode),
    },
    total: { count: lines.length, amountFen: String(total) },
    payees: payees.toString('base64'),
  };
  return { order, accounts, answered: (state = 'credited', raw = {}) => wanted.map((one) => ({ ...instruction(one), state, ...raw })) };
}

/** Publishes an order of several chunks: each tells the funding of the whole. */
export async function publishChunks(given: ServiceUnderTest, chunks: OrderOptions['lines'][]): Promise<Ordered[]> {
  const all = await makeChunks(given, chunks);
  for (const { order } of all) await given.publish(orderChunk, order);
  return all;
}

export async function makeChunks(given: ServiceUnderTest, chunks: OrderOptions['lines'][]): Promise<Ordered[]> {
  const [orderId, voucherNo] = [randomUUID(), randomUUID()];
  const all: Ordered[] = [];
  for (const lines of chunks) all.push(await makeOrder(given, { lines, orderId, voucherNo }));
  const wanted = all.flatMap(({ order: { lines } }) =>
    lines.line.map((line, at) => ({ line, attempt: 1, bankCode: lines.bankCode[at] ?? '', amountFen: BigInt(lines.amountFen[at] ?? 0) })),
  );
  const funding = fundingOf(wanted, undefined, voucherNo);
  return all.map((one) => ({ ...one, order: { ...one.order, funding, chunksOrdered: chunks.length } }));
}

interface Wanted {
  bankCode: string;
  amountFen: bigint;
  line: number;
  attempt: number;
}

const sum = (lines: readonly Wanted[]) => lines.reduce((total, { amountFen }) => total + amountFen, 0n);
const instruction = ({ line, attempt, amountFen }: Wanted) => ({
  instructionId: instructionIdOf(COUNTY, line, attempt),
  amountFen: String(amountFen),
});

function payeesOf(lines: readonly Wanted[], accounts: readonly string[]): PayeeBlock {
  return {
    name: lines.map(() => NAME),
    socialCardNo: lines.map(() => null),
    bankCardNo: accounts.map((account) => `${account.slice(0, 18)}9`),
    account: [...accounts],
    bankCode: lines.map(({ bankCode }) => bankCode),
    bankLineNo: lines.map(() => null),
    carrierKind: lines.map(() => 'social-card' as const),
  };
}

function fundingOf(lines: readonly Wanted[], funded: Record<string, bigint> | undefined, voucherNo: string): OrderChunk['funding'] {
  const needed = new Map<string, bigint>();
  for (const { bankCode, amountFen } of lines) needed.set(bankCode, (needed.get(bankCode) ?? 0n) + amountFen);
  const amounts = funded === undefined ? [...needed] : Object.entries(funded);
  return amounts.map(([bankCode, amount]) => ({
    bankCode,
    lines: Math.max(1, lines.filter((line) => line.bankCode === bankCode).length),
    amountFen: String(amount),
    voucherNo: `${voucherNo}-${bankCode}`,
    fundedAt: '2026-03-02T00:00:00.000Z',
  }));
}

function chunkOf(chunkId: string, firstLine: number, lines: number, amount: bigint): OrderChunk['chunk'] {
  return {
    countyCode: COUNTY,
    projectId: randomUUID(),
    policyCode: 'LS-001',
    policyVersionId: randomUUID(),
    batchId: randomUUID(),
    rollId: randomUUID(),
    revision: 1,
    divisionCode: '410423100',
    chunkId,
    chunkNo: 1,
    chunks: 1,
    firstLine,
    lines,
    amountFen: String(amount),
    periodFrom: '2026-01-01',
    periodTo: '2026-12-31',
  };
}

export const first = <T>(items: readonly T[]): T => {
  const [item] = items;
  if (item === undefined) throw new Error('nothing has come yet');
  return item;
};
