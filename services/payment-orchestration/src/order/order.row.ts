import type { paymentOrchestrationApi } from '@one-card/contracts';
import type { z } from 'zod';

export type OrderView = z.output<typeof paymentOrchestrationApi.orderView>;
export type OrderState = OrderView['state'];

/** A row of `pay_order`; amounts come as digits. */
export interface OrderRow {
  id: string;
  county_code: string;
  order_no: string;
  batch_id: string;
  state: OrderState;
  payment_mode: 'direct' | 'authorized';
  lines: number;
  amount_fen: string;
  chunks: number;
  answered_lines: number;
  opened_by: string;
  opened_at: Date;
  approved_by: string | null;
  refused_why: string | null;
}

/** What an order pays at one bank. */
export interface BankSum {
  bankCode: string;
  lines: number;
  amountFen: string;
}
