import { Injectable, Logger } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { BackgroundWork } from '@one-card/service';
import { BankPort, type Refund } from '../banks/bank.port';
import { config } from '../config';
import { RefundService } from './refund.service';

interface Due {
  orderId: string;
  bankCode: string;
}

/** Asks for refunds that a bank owes and has not told of. An agreement may let it hold the money for days, so this is patient. */
@Injectable()
export class RefundAsker extends BackgroundWork {
  private readonly logger = new Logger(RefundAsker.name);

  constructor(
    private readonly refunds: RefundService,
    private readonly bank: BankPort,
    private readonly database: Database,
  ) {
    super({ name: 'asking for refunds', sweepMs: config.sweepMs });
  }

  protected async work(): Promise<boolean> {
    const due = await this.claim();
    for (const { orderId, bankCode } of due) {
      try {
        for (const refund of await this.bank.refundsOf(bankCode, orderId)) await this.take(refund);
      } catch (error) {
        this.logger.warn(
          `refunds of order ${orderId} at ${bankCode} could not be fetched (${error instanceof Error ? error.message : String(error)})`,
        );
      }
    }
    return due.length > 0;
  }

  /** A refund that is refused holds up no other. */
  private async take(refund: Refund | Error): Promise<void> {
    try {
      if (refund instanceof Error) throw refund;
      await this.refunds.take(refund);
    } catch (error) {
      this.logger.warn(`a refund could not be taken (${error instanceof Error ? error.message : String(error)})`);
    }
  }

  private claim(): Promise<Due[]> {
    return this.database.query<Due>(sql`
      WITH due AS (
        SELECT county_code, order_id, bank_code
        FROM order_bank
        WHERE ask_refund_at <= clock_timestamp()
        ORDER BY ask_refund_at, order_id, bank_code
        LIMIT 10
        FOR UPDATE SKIP LOCKED)
      UPDATE order_bank b
      SET ask_refund_at = clock_timestamp() + ${config.answerTimeoutMs} * interval '1 millisecond'
      FROM due
      WHERE b.county_code = due.county_code AND b.order_id = due.order_id AND b.bank_code = due.bank_code
      RETURNING b.order_id AS "orderId", b.bank_code AS "bankCode"`);
  }
}
