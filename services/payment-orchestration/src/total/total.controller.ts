import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type Outcome, paymentOrchestrationApi as api } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto } from 'nestjs-zod';
import { COUNTY_READERS } from '../batch/access';
import { outcomesOf } from '../batch/batch.views';

class PaymentTotals extends createZodDto(api.paymentTotals) {}

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
}
