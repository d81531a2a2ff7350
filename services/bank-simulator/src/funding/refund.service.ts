import { Injectable } from '@nestjs/common';
import { Database, sql, Transaction } from '@one-card/database';
import { type Behaviour, BehaviourService } from '../behaviour/behaviour.service';
import { KeysService } from '../keys/keys.service';
import { LetterService } from '../letter/letter.service';

interface Order {
  readonly bankCode: string;
  readonly orderId: string;
  /** the bank's day, as the gateway's last file told it */
  readonly businessDate: string;
}

@Injectable()
export class RefundService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly letters: LetterService,
    private readonly behaviour: BehaviourService,
  ) {}

  /** Gives all bounced money of an order back, with one voucher of the bank's own. */
  async giveBack({ bankCode, orderId, businessDate }: Order, behaviour: Behaviour, tx: Transaction): Promise<void> {
    const due = await tx.maybe<{ amountFen: string; voucherNo: string }>(sql`
      WITH due AS (
        SELECT bank_code, order_id, bounced_fen - refunded_fen AS amount_fen
        FROM funding
        WHERE bank_code = ${bankCode} AND order_id = ${orderId} AND credited_fen + bounced_fen = amount_fen AND bounced_fen > refunded_fen
        FOR UPDATE),
      given AS (
        UPDATE funding f
        SET refunded_fen = f.refunded_fen + due.amount_fen
        FROM due
        WHERE f.bank_code = due.bank_code AND f.order_id = due.order_id)
      INSERT INTO refund (bank_code, voucher_no, order_id, amount_fen, at)
      SELECT bank_code, 'TK' || to_char(${businessDate}::timestamptz, 'YYYYMMDD') || lpad(nextval('refund_no')::text, 6, '0'), order_id, amount_fen,
             ${businessDate}::timestamptz
      FROM due
      RETURNING amount_fen AS "amountFen", voucher_no AS "voucherNo"`);
    if (due === undefined) return;
    const body = this.keys.signRefund({ format: 'one-card.bank-refund.v1', bankCode, orderId, at: businessDate, ...due });
    const letter = { kind: 'refund' as const, bankCode, orderId, fileId: null, place: 1_000, body, copies: 1, silent: false };
    await this.letters.write([letter], behaviour.answerDelayMs, tx);
  }

  /** What a bank kept while it was told to keep it. */
  async giveBackAll(): Promise<void> {
    const behaviour = await this.behaviour.current();
    const orders = await this.database.query<{ bankCode: string; orderId: string; last: Date }>(sql`
      SELECT f.bank_code AS "bankCode", f.order_id AS "orderId", max(b.business_date) AS last
      FROM funding f
      JOIN bank_file b ON b.bank_code = f.bank_code AND b.order_id = f.order_id
      WHERE f.credited_fen + f.bounced_fen = f.amount_fen AND f.bounced_fen > f.refunded_fen
      GROUP BY f.bank_code, f.order_id`);
    for (const { bankCode, orderId, last } of orders) {
      await this.database.transaction((tx) => this.giveBack({ bankCode, orderId, businessDate: last.toISOString() }, behaviour, tx));
    }
  }
}
