import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from '@one-card/database';
import { Batches } from '../batch/batches';
import { Indicators } from '../indicator/indicators';
import { settledWhenDone } from '../order/settled';

/** What one bank's answers add to an order. */
export interface BankAnswers {
  readonly bankCode: string;
  /** lines answered for the first time */
  readonly answered: number;
  /** less those whose credit was reversed */
  readonly creditedLines: number;
  readonly paidFen: bigint;
  /** credited before, returned after all */
  readonly unpaidFen: bigint;
  readonly bouncedLines: number;
  readonly bouncedFen: bigint;
}

type Sums = Omit<BankAnswers, 'bankCode'>;
type OfOrder = Map<string, Sums>;

/**
 * Counts answers in the rows that all answers of an order meet in: the order, its banks, its draws and their indicators. That is done once, when
 * everything else of the transaction is done, so that answers of other chunks wait for a few short statements only. Orders come first, then the
 * batches of those that are settled by it, then banks, draws and indicators: the order in which everybody else takes them.
 */
@Injectable()
export class OrderTally {
  private readonly counted = new WeakMap<Transaction, Map<string, OfOrder>>();

  constructor(
    private readonly batches: Batches,
    private readonly indicators: Indicators,
  ) {}

  add(tx: Transaction, orderId: string, { bankCode, ...more }: BankAnswers): void {
    let orders = this.counted.get(tx);
    if (orders === undefined) {
      const begun = new Map<string, OfOrder>();
      this.counted.set(tx, (orders = begun));
      tx.atEnd(() => this.book(tx, [...begun].sort(byKey)));
    }
    const banks = orders.get(orderId) ?? new Map<string, Sums>();
    banks.set(bankCode, plus(banks.get(bankCode) ?? NOTHING, more));
    orders.set(orderId, banks);
  }

  private async book(tx: Transaction, orders: readonly (readonly [string, OfOrder])[]): Promise<void> {
    const settled: string[] = [];
    for (const [orderId, banks] of orders) settled.push(...(await this.answer(tx, orderId, banks)));
    for (const batchId of [...new Set(settled)].sort()) {
      await this.batches.step(tx, batchId, { act: 'settle' }, ({ batch }) => settledWhenDone(tx, batch));
    }
    for (const [orderId, banks] of orders) await this.credit(tx, orderId, banks);
    for (const [orderId, banks] of orders) await this.pay(tx, orderId, [...banks.values()].reduce(plus, NOTHING));
  }

  /** The statement that counts the last answer says that the order is settled; with its last order the batch is. */
  private async answer(tx: Transaction, orderId: string, banks: OfOrder): Promise<string[]> {
    const { answered } = [...banks.values()].reduce(plus, NOTHING);
    if (answered === 0) return [];
    const order = await tx.one<{ batch_id: string; whole: boolean }>(sql`
      UPDATE pay_order
      SET answered_lines = answered_lines + ${answered}, state = CASE WHEN answered_lines + ${answered} = lines THEN 'settled' ELSE state END
      WHERE id = ${orderId}
      RETURNING batch_id, answered_lines = lines AS whole`);
    return order.whole ? [order.batch_id] : [];
  }

  private async credit(tx: Transaction, orderId: string, banks: OfOrder): Promise<void> {
    for (const [bankCode, { creditedLines, paidFen, unpaidFen, bouncedLines, bouncedFen }] of [...banks].sort(byKey)) {
      const fen = paidFen - unpaidFen;
      await tx.execute(sql`
        UPDATE order_bank
        SET credited_lines = credited_lines + ${creditedLines}, credited_fen = credited_fen + ${fen}, held_fen = held_fen - ${fen},
            bounced_lines = bounced_lines + ${bouncedLines}, bounced_fen = bounced_fen + ${bouncedFen}
        WHERE order_id = ${orderId} AND bank_code = ${bankCode}`);
    }
  }

  private async pay(tx: Transaction, orderId: string, { paidFen, unpaidFen }: Sums): Promise<void> {
    if (paidFen > 0n) await this.indicators.pay(tx, orderId, paidFen);
    if (unpaidFen > 0n) await this.indicators.unpay(tx, orderId, unpaidFen);
  }
}

const NOTHING: Sums = { answered: 0, creditedLines: 0, paidFen: 0n, unpaidFen: 0n, bouncedLines: 0, bouncedFen: 0n };

const plus = (one: Sums, more: Sums): Sums => ({
  answered: one.answered + more.answered,
  creditedLines: one.creditedLines + more.creditedLines,
  paidFen: one.paidFen + more.paidFen,
  unpaidFen: one.unpaidFen + more.unpaidFen,
  bouncedLines: one.bouncedLines + more.bouncedLines,
  bouncedFen: one.bouncedFen + more.bouncedFen,
});

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1);
