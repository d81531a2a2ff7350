import { Injectable } from '@nestjs/common';
import type { TreasuryAnswer } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { batchStates } from '../batch/batch.states';
import { Batches } from '../batch/batches';
import { refused } from '../batch/refusals';
import { moveOf } from '../order/order.moves';
import { Orders } from '../order/orders';

/** An answer that does not fit what was applied for: a person at the treasury has to mend it. */
export class FaultyAnswer extends Error {}

/** Books the treasury's answers: vouchers that say that the banks' paying accounts are funded, or a refusal. */
@Injectable()
export class Vouchers {
  constructor(
    private readonly database: Database,
    private readonly orders: Orders,
    private readonly batches: Batches,
  ) {}

  /** Once for each application, however often the answer comes. Throws FaultyAnswer when it differs from the order or from what was booked. */
  async book(answer: TreasuryAnswer): Promise<void> {
    await this.database.transaction(async (tx) => {
      const application = await tx.maybe<{ order_id: string; answered_at: Date | null }>(sql`
        SELECT order_id, answered_at FROM treasury_application WHERE application_no = ${answer.applicationNo} FOR UPDATE`);
      if (!application || application.order_id !== answer.orderId) throw new FaultyAnswer(`no application ${answer.applicationNo} of this order`);
      if (answer.refused !== null && answer.vouchers.length > 0) throw new FaultyAnswer(`it refuses order ${answer.orderId} and funds it`);
      if (application.answered_at !== null) return this.demandSame(tx, answer);
      await tx.execute(sql`
        UPDATE treasury_application SET answered_at = ${await tx.now()} WHERE application_no = ${answer.applicationNo}`);
      if (answer.refused !== null) await this.orders.refuse(tx, answer.orderId, answer.refused);
      else await this.fund(tx, answer);
    });
  }

  private async demandSame(tx: Transaction, { orderId, refused: why, vouchers }: TreasuryAnswer): Promise<void> {
    const { same } = await tx.one<{ same: boolean }>(sql`
      SELECT CASE WHEN o.state = 'refused' THEN o.refused_why = ${why} AND ${why}::text IS NOT NULL
                  ELSE ${why}::text IS NULL AND count(b.voucher_no) = ${vouchers.length} AND count(v.voucher_no) = ${vouchers.length} END AS same
      FROM pay_order o
      JOIN order_bank b ON b.order_id = o.id
      LEFT JOIN unnest(${vouchers.map(({ bankCode }) => bankCode)}::text[], ${vouchers.map(({ voucherNo }) => voucherNo)}::text[],
                       ${vouchers.map(({ amountFen }) => amountFen)}::bigint[]) AS v (bank_code, voucher_no, amount_fen)
        ON v.bank_code = b.bank_code AND v.voucher_no = b.voucher_no AND v.amount_fen = b.amount_fen
      WHERE o.id = ${orderId}
      GROUP BY o.id`);
    if (!same) throw new FaultyAnswer(`order ${orderId} was answered otherwise before`);
  }

  private async fund(tx: Transaction, answer: TreasuryAnswer): Promise<void> {
    const { batch_id } = await this.orders.find(answer.orderId, tx);
    await this.batches.step(tx, batch_id, { act: 'fund' }, async ({ batch }) => {
      await this.write(tx, answer);
      await tx.execute(sql`UPDATE pay_order SET state = 'funded' WHERE id = ${answer.orderId}`);
      // A further order of a batch that is already being paid.
      if (batch.state !== 'funding') return undefined;
      const moved = batchStates.next(batch.state, 'fund', moveOf(batch, ''), ['system']);
      if (!moved.ok) throw refused(moved);
      return { state: moved.to };
    });
  }

  private async write(tx: Transaction, { orderId, vouchers }: TreasuryAnswer): Promise<void> {
    const { banks } = await tx.one<{ banks: number }>(sql`SELECT count(*)::int AS banks FROM order_bank WHERE order_id = ${orderId}`);
    let funded = 0;
    for (const { bankCode, voucherNo, amountFen, fundedAt } of vouchers) {
      funded += await tx.execute(sql`
        UPDATE order_bank
        SET voucher_no = ${voucherNo}, funded_at = ${fundedAt}, funded_fen = amount_fen, held_fen = amount_fen
        WHERE order_id = ${orderId} AND bank_code = ${bankCode} AND amount_fen = ${amountFen} AND voucher_no IS NULL`);
    }
    if (funded !== banks || vouchers.length !== banks) throw new FaultyAnswer(`the vouchers differ from the banks and amounts of order ${orderId}`);
  }
}
