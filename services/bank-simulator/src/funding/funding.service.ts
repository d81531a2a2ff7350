import { Injectable } from '@nestjs/common';
import { bankSimulatorApi } from '@one-card/contracts';
import { Database, errorOfConstraint, sql } from '@one-card/database';
import { DomainError } from '@one-card/service';
import { z } from 'zod';

type Funding = z.output<typeof bankSimulatorApi.fundAccount>;

@Injectable()
export class FundingService {
  constructor(private readonly database: Database) {}

  /** The treasury's money arrives in the paying account; told again, it has arrived once. */
  async fund({ bankCode, orderId, voucherNo, amountFen }: Funding): Promise<void> {
    const same = await this.database
      .transaction(async (tx) => {
        await tx.execute(sql`
          INSERT INTO funding (bank_code, order_id, voucher_no, amount_fen)
          VALUES (${bankCode}, ${orderId}, ${voucherNo}, ${amountFen})
          ON CONFLICT (bank_code, order_id) DO NOTHING`);
        return tx.one<{ same: boolean }>(sql`
          SELECT voucher_no = ${voucherNo} AND amount_fen = ${amountFen} AS same
          FROM funding
          WHERE bank_code = ${bankCode} AND order_id = ${orderId}`);
      })
      .catch((error: unknown) => {
        if (errorOfConstraint(error) === 'voucher_funds_one_order') return { same: false };
        throw error;
      });
    if (!same.same) throw differs(voucherNo);
  }
}

function differs(voucherNo: string): DomainError {
  return new DomainError('funding-differs', 409, {
    zh: `凭证 ${voucherNo} 与已入账的拨款不一致`,
    en: `Voucher ${voucherNo} differs from what has been booked`,
  });
}
