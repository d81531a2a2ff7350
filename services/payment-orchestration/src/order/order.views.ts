import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { Orders } from './orders';
import type { OrderRow, OrderState, OrderView } from './order.row';

@Injectable()
export class OrderViews {
  constructor(
    private readonly database: Database,
    private readonly orders: Orders,
  ) {}

  async one(id: string): Promise<OrderView> {
    return this.viewOf(await this.orders.find(id));
  }

  async list(
    query: { batchId?: string | undefined; state?: OrderState | undefined; departments?: readonly string[] | undefined },
    after: string | undefined,
    limit: number,
  ): Promise<OrderView[]> {
    const rows = await this.database.query<OrderRow>(sql`
      SELECT *
      FROM pay_order
      WHERE (${query.batchId ?? null}::uuid IS NULL OR batch_id = ${query.batchId ?? null})
        AND (${query.departments ?? null}::text[] IS NULL
             OR batch_id IN (SELECT b.id FROM batch b WHERE b.department = ANY(${query.departments ?? null}::text[])))
        AND (${query.state ?? null}::text IS NULL OR state = ${query.state ?? null})
        AND (${after ?? null}::uuid IS NULL OR id > ${after ?? null})
      ORDER BY id
      LIMIT ${limit}`);
    return Promise.all(rows.map((row) => this.viewOf(row)));
  }

  private async viewOf(order: OrderRow): Promise<OrderView> {
    const [banks, draws] = await Promise.all([this.banksOf(order.id), this.drawsOf(order.id)]);
    return {
      id: order.id,
      orderNo: order.order_no,
      batchId: order.batch_id,
      state: order.state,
      total: { count: order.lines, amountFen: order.amount_fen },
      banks,
      draws,
      openedBy: order.opened_by,
      approvedBy: order.approved_by,
      refusedWhy: order.refused_why,
    };
  }

  private async banksOf(orderId: string): Promise<OrderView['banks']> {
    const rows = await this.database.query<
      Record<string, string> & { lines: number; credited_lines: number; bounced_lines: number; funded_at: Date | null }
    >(sql`SELECT * FROM order_bank WHERE order_id = ${orderId} ORDER BY bank_code`);
    return rows.map((row) => ({
      bankCode: row['bank_code'] ?? '',
      lines: row.lines,
      amountFen: row['amount_fen'] ?? '0',
      voucherNo: row['voucher_no'] ?? null,
      fundedAt: row.funded_at?.toISOString() ?? null,
      credited: { count: row.credited_lines, amountFen: row['credited_fen'] ?? '0' },
      bounced: { count: row.bounced_lines, amountFen: row['bounced_fen'] ?? '0' },
      refundedFen: row['refunded_fen'] ?? '0',
      heldFen: row['held_fen'] ?? '0',
    }));
  }

  private drawsOf(orderId: string): Promise<OrderView['draws']> {
    return this.database.query(sql`
      SELECT d.indicator_id AS "indicatorId", i.document_no AS "documentNo", d.amount_fen AS "amountFen"
      FROM order_draw d
      JOIN indicator i ON i.id = d.indicator_id
      WHERE d.order_id = ${orderId}
      ORDER BY i.id`);
  }
}
