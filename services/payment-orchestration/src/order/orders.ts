import { Injectable } from '@nestjs/common';
import type { paymentOrchestrationApi } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { sumFen } from '@one-card/domain';
import { type Actor, notFound } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { ActedBy, BatchRow } from '../batch/batch.row';
import { batchStates } from '../batch/batch.states';
import { type BatchChange, Batches } from '../batch/batches';
import { refused } from '../batch/refusals';
import { Holds } from '../hold/holds';
import { type Draw, Indicators } from '../indicator/indicators';
import { Treasury } from '../treasury/treasury';
import { drawsDiffer, heldSinceOpened, nothingToPay, orderNotOpen, samePerson } from './order.errors';
import type { BankSum, OrderRow } from './order.row';
import { moveOf } from './order.moves';
import { payableLines } from './payable';
import { settledWhenDone } from './settled';

type OpenOrder = z.output<typeof paymentOrchestrationApi.openOrder>;
type PayableView = z.output<typeof paymentOrchestrationApi.payableView>;

/** 附.四 finance: the order (拨付) of a batch's money. Two people: one opens it, another approves it; then the treasury is applied to. */
@Injectable()
export class Orders {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly indicators: Indicators,
    private readonly treasury: Treasury,
    private readonly holds: Holds,
  ) {}

  /** Picks every line that can be paid now and reserves its money. Errors: 409 `nothing-to-pay`, `indicator-exceeded`; 422 `draws-differ`. */
  async open(tx: Transaction, request: OpenOrder, actor: Actor, by: ActedBy): Promise<string> {
    const id = uuidv7();
    await this.batches.step(tx, request.batchId, { act: 'order', by }, async ({ batch }) => {
      const moved = batchStates.next(batch.state, 'order', moveOf(batch, actor.id), ['treasury-operator']);
      if (!moved.ok) throw refused(moved);
      await this.insert(tx, id, batch, request, actor);
      const amountFen = await this.pick(tx, id, batch.id);
      const draws = drawsOf(request);
      const drawn = sumFen(draws.map((draw) => draw.amountFen));
      if (drawn !== amountFen) throw drawsDiffer(drawn, amountFen);
      await this.indicators.reserve(tx, batch.project_id, id, draws, actor);
      return { state: moved.to };
    });
    return id;
  }

  /** The second pair of eyes. From here the treasury decides. Error 409 `held-since-opened` when something was found of its lines meanwhile. */
  async approve(tx: Transaction, id: string, actor: Actor, by: ActedBy): Promise<void> {
    const { batch_id } = await this.find(id, tx);
    await this.batches.step(tx, batch_id, { act: 'approveOrder', by }, async () => {
      const order = await this.lock(tx, id, 'reserved');
      if (order.opened_by === actor.id) throw samePerson();
      const found = await this.holds.linesFoundOf(tx, id);
      if (found > 0) throw heldSinceOpened(found);
      await tx.execute(sql`
        UPDATE pay_order SET state = 'applied', approved_by = ${actor.id}, approved_at = ${await tx.now()} WHERE id = ${id}`);
      await this.treasury.apply(tx, order);
      return undefined;
    });
  }

  /** Before it was approved, an order can be taken back: its lines and its money are free again. */
  async cancel(tx: Transaction, id: string, by: ActedBy): Promise<void> {
    const { batch_id } = await this.find(id, tx);
    await this.batches.step(tx, batch_id, { act: 'cancelOrder', by }, async ({ batch }) => {
      const order = await this.lock(tx, id, 'reserved');
      await this.free(tx, order, 'cancelled', null);
      return released(tx, batch);
    });
  }

  /** The treasury refused: lines and money are free again, and the reason stays with the order. */
  async refuse(tx: Transaction, id: string, why: string): Promise<void> {
    const { batch_id } = await this.find(id, tx);
    await this.batches.step(tx, batch_id, { act: 'refuseOrder', note: why }, async ({ batch }) => {
      const order = await this.lock(tx, id, 'applied');
      await this.free(tx, order, 'refused', why);
      return released(tx, batch);
    });
  }

  /** What an order of this batch would pay now. */
  async payable(batchId: string): Promise<PayableView> {
    await this.batches.find(batchId);
    const banks = await this.database.query<BankSum>(sql`
      ${payableLines(batchId)}
      SELECT bank_code AS "bankCode", count(*)::int AS lines, sum(amount_fen)::text AS "amountFen"
      FROM payable
      GROUP BY bank_code
      ORDER BY bank_code`);
    const total = {
      count: banks.reduce((sum, { lines }) => sum + lines, 0),
      amountFen: String(sumFen(banks.map(({ amountFen }) => BigInt(amountFen)))),
    };
    return { batchId, total, banks };
  }

  async find(id: string, tx?: Transaction): Promise<OrderRow> {
    const order = await (tx ?? this.database).maybe<OrderRow>(sql`SELECT * FROM pay_order WHERE id = ${id}`);
    if (!order) throw notFound({ zh: '拨付单', en: 'order' }, id);
    return order;
  }

  private async insert(tx: Transaction, id: string, batch: BatchRow, request: OpenOrder, actor: Actor): Promise<void> {
    await tx.execute(sql`
      INSERT INTO pay_order (id, county_code, order_no, batch_id, state, payment_mode, lines, amount_fen, chunks, opened_by, opened_at)
      SELECT ${id}, ${batch.county_code}, ${batch.county_code} || '-' || lpad(nextval('pay_order_serial')::text, 8, '0'), ${batch.id}, 'reserved',
             ${request.paymentMode}, 0, 0, 0, ${actor.id}, ${await tx.now()}`);
  }

  /** Writes which lines of which chunks are paid, by bank and in sum. The chunks are held, so that nobody holds a line meanwhile. */
  private async pick(tx: Transaction, id: string, batchId: string): Promise<bigint> {
    await tx.query(sql`SELECT chunk_id FROM chunk WHERE batch_id = ${batchId} AND NOT superseded ORDER BY chunk_id FOR NO KEY UPDATE`);
    const { lines, amount_fen } = await tx.one<{ lines: number; amount_fen: string }>(sql`
      ${payableLines(batchId)},
      chunked AS (
        INSERT INTO order_chunk (order_id, chunk_id, picked, lines, amount_fen)
        SELECT ${id}, chunk_id, range_agg(int8range(line, line + 1)), count(*), sum(amount_fen)
        FROM payable
        GROUP BY chunk_id
        RETURNING lines, amount_fen),
      banked AS (
        INSERT INTO order_bank (order_id, bank_code, lines, amount_fen)
        SELECT ${id}, bank_code, count(*), sum(amount_fen)
        FROM payable
        GROUP BY bank_code)
      UPDATE pay_order
      SET (lines, amount_fen, chunks) = (SELECT COALESCE(sum(lines), 0), COALESCE(sum(amount_fen), 0), count(*) FROM chunked)
      WHERE id = ${id}
      RETURNING lines, amount_fen`);
    if (lines === 0) throw nothingToPay();
    return BigInt(amount_fen);
  }

  /** An order never comes back to a state: one that is past it is refused before it is locked, since the bank's answers lock it before its batch. */
  private async lock(tx: Transaction, id: string, wanted: OrderRow['state']): Promise<OrderRow> {
    const { state } = await this.find(id, tx);
    if (state !== wanted) throw orderNotOpen(state, wanted);
    const order = await tx.one<OrderRow>(sql`SELECT * FROM pay_order WHERE id = ${id} FOR UPDATE`);
    if (order.state !== wanted) throw orderNotOpen(order.state, wanted);
    return order;
  }

  private async free(tx: Transaction, order: OrderRow, state: 'cancelled' | 'refused', why: string | null): Promise<void> {
    await tx.execute(sql`UPDATE order_chunk SET live = false WHERE order_id = ${order.id}`);
    await this.holds.takeUp(tx, order.id);
    await this.indicators.release(tx, order.id, BigInt(order.amount_fen));
    await tx.execute(sql`UPDATE pay_order SET state = ${state}, refused_why = ${why} WHERE id = ${order.id}`);
  }
}

/** The batch waits for an order again; one whose earlier orders are paid goes on with those, or is as settled as it was. */
function released(tx: Transaction, batch: BatchRow): Promise<BatchChange | undefined> | BatchChange {
  if (batch.state !== 'funding') return settledWhenDone(tx, batch);
  const moved = batchStates.next(batch.state, 'release', moveOf(batch, ''), ['system']);
  if (!moved.ok) throw refused(moved);
  return { state: moved.to };
}

/** One draw an indicator; of nothing, none. */
function drawsOf({ draws }: OpenOrder): Draw[] {
  const sums = new Map<string, bigint>();
  for (const { indicatorId, amountFen } of draws)
    sums.set(indicatorId.toLowerCase(), (sums.get(indicatorId.toLowerCase()) ?? 0n) + BigInt(amountFen));
  return [...sums].filter(([, amountFen]) => amountFen > 0n).map(([indicatorId, amountFen]) => ({ indicatorId, amountFen }));
}
