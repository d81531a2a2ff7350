import { Injectable } from '@nestjs/common';
import type { BankFileStatus, BankFileWithdrawal } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { DomainError } from '@one-card/service';
import type { Behaviour } from '../behaviour/behaviour.service';
import { RefundService } from '../funding/refund.service';
import { KeysService } from '../keys/keys.service';
import { type KeptFile, statusOf } from './file.sql';

/** Files that the gateway gives up: what the voucher brought for them goes back, as what bounces does. */
@Injectable()
export class WithdrawalService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly refunds: RefundService,
  ) {}

  /** Once for each file, and never of one that was accepted. */
  async take(withdrawal: BankFileWithdrawal, behaviour: Behaviour): Promise<BankFileStatus> {
    const { bankCode } = withdrawal;
    if (!this.keys.plays(bankCode) || !this.keys.isWithdrawalSigned(withdrawal)) throw notOurs();
    return this.database.transaction(async (tx) => {
      if (await giveUp(withdrawal, tx)) {
        const whole = await bookWithdrawn(withdrawal, tx);
        if (whole && behaviour.refund) await this.refunds.giveBack(withdrawal, behaviour, tx);
      }
      const { status } = await tx.one<KeptFile>(statusOf(withdrawal.fileId));
      return this.keys.signStatus(bankCode, status);
    });
  }
}

/** A file that the bank has never seen is kept as refused, so that it cannot come later. */
async function giveUp({ fileId, bankCode, orderId, count, amountFen, businessDate }: BankFileWithdrawal, tx: Transaction): Promise<boolean> {
  await tx.execute(sql`
    INSERT INTO bank_file (file_id, bank_code, order_id, digest, count, amount_fen, state, reason, business_date)
    VALUES (${fileId}, ${bankCode}, ${orderId}, '', ${count}, ${amountFen}, 'refused', '已撤销', ${businessDate})
    ON CONFLICT (file_id) DO NOTHING`);
  const given = await tx.execute(sql`
    UPDATE bank_file
    SET withdrawn = true
    WHERE file_id = ${fileId} AND bank_code = ${bankCode} AND order_id = ${orderId} AND state = 'refused' AND NOT withdrawn`);
  return given === 1;
}

/** True when nothing of the voucher is left to come. A file that was refused because it asked for more than the voucher brought frees what is left of it. */
async function bookWithdrawn({ bankCode, orderId, count, amountFen }: BankFileWithdrawal, tx: Transaction): Promise<boolean> {
  const booked = await tx.maybe<{ whole: boolean }>(sql`
    UPDATE funding
    SET bounced_count = bounced_count + ${count},
        bounced_fen = bounced_fen + LEAST(${amountFen}::bigint, amount_fen - credited_fen - bounced_fen)
    WHERE bank_code = ${bankCode} AND order_id = ${orderId}
    RETURNING credited_fen + bounced_fen = amount_fen AS whole`);
  return booked?.whole ?? false;
}

function notOurs(): DomainError {
  return new DomainError('withdrawal-not-signed', 422, { zh: '撤销未经约定的密钥签名', en: 'The withdrawal is not signed with the agreed key' });
}
