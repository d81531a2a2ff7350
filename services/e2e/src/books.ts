import { api, type BatchView, type LineView, type OrderView, type Run, type RunBatch, type SupervisedTotals } from '@one-card/demo';
import { OUTCOMES, type Totals } from '@one-card/contracts';
import type { bankGatewayApi, disclosureApi, paymentOrchestrationApi } from '@one-card/contracts';
import type { z } from 'zod';

export type BankOrder = z.output<typeof bankGatewayApi.bankOrderView>;
export type PaymentSum = z.output<typeof disclosureApi.paymentSum>;
export type Indicator = z.output<typeof paymentOrchestrationApi.indicatorView>;

/** Everything that the platform says of one batch's money. */
export interface Books {
  batch: BatchView;
  lines: LineView[];
  orders: OrderView[];
  atBank: BankOrder[];
  indicator: Indicator;
  supervised: SupervisedTotals;
}

export async function booksOf(run: Run, { batchId, projectId }: RunBatch): Promise<Books> {
  const finance = await run.people.holding('finance-reviewer');
  const supervisor = await run.people.holding('supervisor');
  const orders = await everyOf(finance.all<OrderView>(`${api.payment}/orders?batchId=${batchId}`));
  const [indicator] = await everyOf(finance.all<Indicator>(`${api.payment}/indicators?projectId=${projectId}`));
  if (!indicator) throw new Error(`project ${projectId} has no indicator`);
  return {
    batch: await finance.get<BatchView>(`${api.payment}/batches/${batchId}`),
    lines: await everyOf(finance.all<LineView>(`${api.payment}/batches/${batchId}/lines`)),
    orders,
    atBank: await Promise.all(orders.map(({ id }) => finance.get<BankOrder>(`${api.bank}/orders/${id}`))),
    indicator,
    supervised: await supervisor.get<SupervisedTotals>(`${api.supervision}/totals?batchId=${batchId}`),
  };
}

/** Rule 1, of one batch whose bounced money is back: it adds up at payment, at its indicator, at its banks and at supervision. */
export function expectConserved({ batch, lines, orders, atBank, indicator, supervised }: Books): void {
  expect(sumOf(OUTCOMES.map((outcome) => batch.outcome[outcome]))).toEqual(batch.entered);
  for (const outcome of OUTCOMES) {
    const own = lines.filter((line) => line.outcome === outcome);
    expect({ outcome, ...totalsOf(own) }).toEqual({ outcome, ...batch.outcome[outcome] });
  }
  expect(supervised).toMatchObject({ entered: batch.entered, outcome: batch.outcome });

  const banks = orders.flatMap((order) => order.banks);
  expect(sumOf(banks.map(({ credited }) => credited))).toEqual(batch.outcome.paid);
  expect(sumOf(banks.map(({ bounced }) => bounced))).toEqual(batch.outcome.bounced);
  for (const bank of banks) expect(BigInt(bank.amountFen)).toBe(BigInt(bank.credited.amountFen) + BigInt(bank.refundedFen) + BigInt(bank.heldFen));
  const gateway = atBank.flatMap((order) => order.banks);
  for (const bank of gateway) expect(BigInt(bank.fundedFen)).toBe(BigInt(bank.credited.amountFen) + BigInt(bank.refundedFen) + BigInt(bank.heldFen));
  expect(sumOf(gateway.map(({ credited }) => credited))).toEqual(batch.outcome.paid);

  const { grantedFen, availableFen, reservedFen, paidFen } = indicator;
  expect({ reservedFen, paidFen }).toEqual({ reservedFen: '0', paidFen: batch.outcome.paid.amountFen });
  expect(BigInt(grantedFen)).toBe(BigInt(availableFen) + BigInt(paidFen));
}

export function totalsOf(lines: readonly { amountFen: string }[]): Totals {
  return sumOf(lines.map(({ amountFen }) => ({ count: 1, amountFen })));
}

export function sumOf(all: readonly Totals[]): Totals {
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    amountFen: String(all.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n)),
  };
}

export async function everyOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
