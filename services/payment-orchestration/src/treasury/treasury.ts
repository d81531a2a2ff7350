import { Injectable } from '@nestjs/common';
import { type TreasuryApplication, treasuryApplication } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import type { OrderRow } from '../order/order.row';

/** Makes the payment application of an approved order; it leaves through the treasury's port once the transaction stands. */
@Injectable()
export class Treasury {
  async apply(tx: Transaction, order: OrderRow): Promise<void> {
    const application = treasuryApplication.parse({
      format: 'one-card.treasury-application.v1',
      applicationNo: order.order_no,
      orderId: order.id,
      orderNo: order.order_no,
      countyCode: order.county_code,
      paymentMode: order.payment_mode,
      purpose: await this.purposeOf(tx, order),
      amountFen: order.amount_fen,
      banks: await this.banksOf(tx, order),
      draws: await this.drawsOf(tx, order),
    } satisfies TreasuryApplication);
    await tx.execute(sql`
      INSERT INTO treasury_application (application_no, county_code, order_id, body)
      VALUES (${application.applicationNo}, ${order.county_code}, ${order.id}, ${JSON.stringify(application)}::jsonb)`);
  }

  private async purposeOf(tx: Transaction, order: OrderRow): Promise<string> {
    const { policy_name, seq } = await tx.one<{ policy_name: string; seq: number }>(
      sql`SELECT policy_name, seq FROM batch WHERE id = ${order.batch_id}`,
    );
    return `${policy_name}(第${seq}批)`;
  }

  private banksOf(tx: Transaction, order: OrderRow): Promise<TreasuryApplication['banks']> {
    return tx.query(sql`
      SELECT bank_code AS "bankCode", lines, amount_fen AS "amountFen"
      FROM order_bank
      WHERE order_id = ${order.id}
      ORDER BY bank_code`);
  }

  private drawsOf(tx: Transaction, order: OrderRow): Promise<TreasuryApplication['draws']> {
    return tx.query(sql`
      SELECT d.indicator_id AS "indicatorId", i.document_no AS "documentNo", i.budget_year AS "budgetYear", i.function_code AS "functionCode",
             i.economic_code AS "economicCode", d.amount_fen AS "amountFen"
      FROM order_draw d
      JOIN indicator i ON i.id = d.indicator_id
      WHERE d.order_id = ${order.id}
      ORDER BY i.id`);
  }
}
