import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type Outcome, paymentOrchestrationApi as api } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import type { z } from 'zod';
import { COUNTY_READERS } from '../batch/access';
import { outcomesOf } from '../batch/batch.views';

class PaymentTotals extends createZodDto(api.paymentTotals) {}
class BankTotals extends createZodDto(api.bankTotals) {}

@Controller('totals')
export class TotalController {
  constructor(private readonly database: Database) {}

  /** Over all batches: entered = rejected + held + stopped + bounced + closed + paid + under way (rule 1). */
  @Get()
  @ApiOkResponse({ type: PaymentTotals })
  async totals(@Acting() actor: Actor) {
    requirePost(actor, COUNTY_READERS);
    const rolls = await this.database.maybe<{ batches: number; lines: number; amount_fen: string }>(sql`
      SELECT count(DISTINCT batch_id)::int AS batches, COALESCE(sum(lines), 0)::int AS lines, COALESCE(sum(amount_fen), 0)::text AS amount_fen FROM roll`);
    const outcomes = await this.database.query<{ outcome: Outcome; lines: number; amount_fen: string }>(sql`
      SELECT outcome, sum(lines)::int AS lines, sum(amount_fen)::text AS amount_fen FROM roll_outcome GROUP BY outcome`);
    const entered = { count: rolls?.lines ?? 0, amountFen: rolls?.amount_fen ?? '0' };
    return { batches: rolls?.batches ?? 0, entered, outcome: outcomesOf(entered, outcomes) };
  }

  /** Of orders that were not taken back. */
  @Get('banks')
  @ZodResponse({ status: 200, type: BankTotals })
  banks(@Acting() actor: Actor) {
    requirePost(actor, COUNTY_READERS);
    return this.database.query<z.output<typeof api.bankTotals>[number]>(sql`
      SELECT b.bank_code AS "bankCode",
             json_build_object('count', sum(b.lines)::int, 'amountFen', sum(b.amount_fen)::text) AS ordered,
             json_build_object('count', sum(b.credited_lines)::int, 'amountFen', sum(b.credited_fen)::text) AS credited,
             json_build_object('count', sum(b.bounced_lines)::int, 'amountFen', sum(b.bounced_fen)::text) AS bounced,
             sum(b.funded_fen)::text AS "fundedFen", sum(b.refunded_fen)::text AS "refundedFen", sum(b.held_fen)::text AS "heldFen"
      FROM order_bank b
      JOIN pay_order o ON o.id = b.order_id AND o.state NOT IN ('refused', 'cancelled')
      GROUP BY b.bank_code
      ORDER BY b.bank_code`);
  }
}
