import { Injectable } from '@nestjs/common';
import type { paymentOrchestrationApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import type { z } from 'zod';
import { Batches } from '../batch/batches';
import { Orders } from './orders';
import { payableLines } from './payable';

type OrderPreview = z.output<typeof paymentOrchestrationApi.orderPreview>;
type Indicator = OrderPreview['indicators'][number];

/** What an order of a batch would do, before anybody opens it. It reserves nothing: the order itself decides. */
@Injectable()
export class OrderPreviews {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly orders: Orders,
  ) {}

  async of(batchId: string): Promise<OrderPreview> {
    const batch = await this.batches.find(batchId);
    const payable = await this.orders.payable(batchId);
    const people = await this.database.maybe<{ people: number; payees: number }>(sql`
      ${payableLines(batchId)}
      SELECT count(DISTINCT l.beneficiary)::int AS people, count(DISTINCT l.account)::int AS payees
      FROM payable p
      JOIN line l ON l.county_code = ${batch.county_code} AND l.line = p.line`);
    const { indicators, missingFen } = proposed(await this.indicatorsOf(batch.project_id), BigInt(payable.total.amountFen));
    return { ...payable, people: people?.people ?? 0, payees: people?.payees ?? 0, indicators, missingFen: String(missingFen) };
  }

  private indicatorsOf(projectId: string): Promise<Omit<Indicator, 'drawFen' | 'afterFen'>[]> {
    return this.database.query(sql`
      SELECT id, document_no AS "documentNo", granted_fen AS "grantedFen", available_fen AS "availableFen", reserved_fen AS "reservedFen",
             paid_fen AS "paidFen"
      FROM indicator
      WHERE project_id = ${projectId}
      ORDER BY received_at, id`);
  }
}

/** The oldest money first, as far as it goes. */
function proposed(indicators: readonly Omit<Indicator, 'drawFen' | 'afterFen'>[], neededFen: bigint) {
  let missingFen = neededFen;
  const drawn = indicators.map((indicator): Indicator => {
    const available = BigInt(indicator.availableFen);
    const draw = available < missingFen ? available : missingFen;
    missingFen -= draw;
    return { ...indicator, drawFen: String(draw), afterFen: String(available - draw) };
  });
  return { indicators: drawn, missingFen };
}
