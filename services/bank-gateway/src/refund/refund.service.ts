import { Injectable } from '@nestjs/common';
import { accountMovement } from '@one-card/contracts';
import { Database, sql, Transaction } from '@one-card/database';
import { defineTitles, DomainError } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import type { Refund } from '../banks/bank.port';
import { config } from '../config';
import { SuspicionService } from '../suspicion/suspicion.service';

defineTitles({ 'refund-too-early': { zh: '退款早于退票结果', en: 'Refund before its results' } });

interface Money {
  ordered: string;
  credited: string;
  bounced: string;
  refunded: string;
}

const FAULTS = {
  order: { zh: '没有经该银行代发的这笔拨付', en: 'a refund of an order that this bank never had' },
  voucher: { zh: '凭证号已用于另一笔退款', en: 'a refund with the voucher of another refund' },
  amount: { zh: '退款超过可能退票的金额', en: 'a refund above what can have bounced' },
};

@Injectable()
export class RefundService {
  constructor(
    private readonly database: Database,
    private readonly suspicions: SuspicionService,
  ) {}

  /** Books bounced money that the bank gave back: each voucher once, and never more than bounced. 1 when it was new. */
  async take(refund: Refund): Promise<number> {
    const taken = await this.database.transaction((tx) => this.takeIn(refund, tx));
    if (taken instanceof DomainError) throw taken;
    return taken;
  }

  private async takeIn(refund: Refund, tx: Transaction): Promise<number | DomainError> {
    const money = await lockMoney(refund, tx);
    if (money === undefined) return this.suspect(refund, 'order', tx);
    const known = await knownAs(refund, tx);
    if (known !== undefined) return known ? 0 : this.suspect(refund, 'voucher', tx);
    const refunded = BigInt(money.refunded) + BigInt(refund.amountFen);
    if (refunded > BigInt(money.ordered) - BigInt(money.credited)) return this.suspect(refund, 'amount', tx);
    if (refunded > BigInt(money.bounced)) return tooEarly();
    await book(refund, tx);
    return 1;
  }

  private suspect(refund: Refund, fault: keyof typeof FAULTS, tx: Transaction): Promise<DomainError> {
    const { bankCode } = refund;
    const { countyCode } = config;
    return this.suspicions.keep({ kind: 'refund', countyCode, bankCode, fileId: null, why: FAULTS[fault], message: refund }, tx);
  }
}

async function lockMoney({ orderId, bankCode }: Refund, tx: Transaction): Promise<Money | undefined> {
  return tx.maybe<Money>(sql`
    SELECT ordered_fen AS ordered, credited_fen AS credited, bounced_fen AS bounced, refunded_fen AS refunded
    FROM order_bank
    WHERE county_code = ${config.countyCode} AND order_id = ${orderId} AND bank_code = ${bankCode}
    FOR UPDATE`);
}

/** Whether this voucher has been told, and then whether it said the same. */
async function knownAs({ bankCode, voucherNo, orderId, amountFen }: Refund, tx: Transaction): Promise<boolean | undefined> {
  const row = await tx.maybe<{ same: boolean }>(sql`
    SELECT order_id = ${orderId} AND amount_fen = ${amountFen}::bigint AS same
    FROM refund
    WHERE county_code = ${config.countyCode} AND bank_code = ${bankCode} AND voucher_no = ${voucherNo}`);
  return row?.same;
}

async function book({ bankCode, voucherNo, orderId, amountFen, at }: Refund, tx: Transaction): Promise<void> {
  const { countyCode } = config;
  await tx.execute(sql`
    INSERT INTO refund (county_code, bank_code, voucher_no, order_id, amount_fen, at)
    VALUES (${countyCode}, ${bankCode}, ${voucherNo}, ${orderId}, ${amountFen}, ${at})`);
  await tx.execute(sql`
    UPDATE order_bank
    SET refunded_fen = refunded_fen + ${amountFen}::bigint,
        ask_refund_at = CASE WHEN refunded_fen + ${amountFen}::bigint < bounced_fen THEN ask_refund_at END
    WHERE county_code = ${countyCode} AND order_id = ${orderId} AND bank_code = ${bankCode}`);
  await tx.publish(accountMovement, { id: uuidv7(), countyCode, kind: 'refund', orderId, bankCode, voucherNo, amountFen, at: at.toISOString() });
}

/** Results travel by themselves: the bank tells its refund again in a while. */
function tooEarly(): DomainError {
  return new DomainError('refund-too-early', 409, {
    zh: '退票结果尚未收齐,请稍后重发',
    en: 'Not all bounces that this refund is for have been heard of yet: send it again in a while',
  });
}
