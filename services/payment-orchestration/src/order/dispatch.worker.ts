import { Injectable } from '@nestjs/common';
import { orderChunk, policyVersion } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { Backpressure, Replicas } from '@one-card/kafka';
import { BackgroundWork } from '@one-card/service';
import { Batches } from '../batch/batches';
import { chunkRefOf, type ChunkRow } from '../chunk/chunk-ref';
import type { OrderRow } from './order.row';

const SWEEP_MS = 500;
const CHUNKS_AT_ONCE = 8;
/** What a passbook prints. */
const MEMO_CHARACTERS = 7;

type UnsentChunk = ChunkRow & { order_id: string; roll_id: string; picked_lines: number; picked_fen: string; payee_block: Buffer; chunks: number };

/** Sends the chunks of funded orders to the bank gateway, some at a time: an order of a million lines is never one transaction. */
@Injectable()
export class DispatchWorker extends BackgroundWork {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly replicas: Replicas,
    private readonly backpressure: Backpressure,
  ) {
    super({ name: 'dispatch of orders', sweepMs: SWEEP_MS, nudgedBy: database });
  }

  protected async work(): Promise<boolean> {
    const [unsent] = await this.database.query(sql`
      SELECT FROM order_chunk k JOIN pay_order o ON o.id = k.order_id WHERE k.live AND NOT k.sent AND o.state = 'funded' LIMIT 1`);
    // Asked outside the transaction: an order waits, and holds nothing meanwhile (docs/decisions/012).
    if (!unsent || !(await this.backpressure.hasRoomFor(orderChunk))) return false;
    return this.database.transaction(async (tx) => {
      const chunks = await this.take(tx);
      for (const chunk of chunks) await this.send(tx, chunk);
      return chunks.length === CHUNKS_AT_ONCE;
    });
  }

  private take(tx: Transaction): Promise<UnsentChunk[]> {
    return tx.query<UnsentChunk>(sql`
      WITH taken AS (
        SELECT k.order_id, k.chunk_id
        FROM order_chunk k
        JOIN pay_order o ON o.id = k.order_id
        WHERE k.live AND NOT k.sent AND o.state = 'funded'
        ORDER BY k.order_id, k.chunk_id
        LIMIT ${CHUNKS_AT_ONCE}
        FOR UPDATE OF k SKIP LOCKED),
      marked AS (
        UPDATE order_chunk k
        SET sent = true
        FROM taken t
        WHERE k.order_id = t.order_id AND k.chunk_id = t.chunk_id
        RETURNING k.order_id, k.chunk_id, k.lines, k.amount_fen)
      SELECT m.order_id, m.lines AS picked_lines, m.amount_fen AS picked_fen, c.chunk_id, c.roll_id, c.revision, c.chunk_no, c.first_line, c.lines,
             c.amount_fen, c.payee_block, p.chunks
      FROM marked m
      JOIN chunk c USING (chunk_id)
      JOIN roll_progress p ON p.roll_id = c.roll_id AND p.revision = c.revision`);
  }

  private async send(tx: Transaction, chunk: UnsentChunk): Promise<void> {
    const order = await tx.one<OrderRow>(sql`SELECT * FROM pay_order WHERE id = ${chunk.order_id}`);
    const batch = await this.batches.find(order.batch_id, tx);
    const roll = await this.batches.findRoll(chunk.roll_id, tx);
    const policy = await this.replicas.get(policyVersion, batch.policy_version_id, tx);
    await tx.publish(orderChunk, {
      orderId: order.id,
      orderNo: order.order_no,
      chunk: chunkRefOf(batch, roll, chunk, chunk.chunks),
      memo: policy.memo.slice(0, MEMO_CHARACTERS),
      funding: await this.fundingOf(tx, order.id),
      chunksOrdered: order.chunks,
      lines: await this.linesOf(tx, order.id, chunk.chunk_id),
      total: { count: chunk.picked_lines, amountFen: chunk.picked_fen },
      payees: chunk.payee_block.toString('base64'),
    });
  }

  private async fundingOf(tx: Transaction, orderId: string) {
    const banks = await tx.query<{ bankCode: string; lines: number; amountFen: string; voucherNo: string; fundedAt: Date }>(sql`
      SELECT bank_code AS "bankCode", lines, amount_fen AS "amountFen", voucher_no AS "voucherNo", funded_at AS "fundedAt"
      FROM order_bank
      WHERE order_id = ${orderId}
      ORDER BY bank_code`);
    return banks.map((bank) => ({ ...bank, fundedAt: bank.fundedAt.toISOString() }));
  }

  private async linesOf(tx: Transaction, orderId: string, chunkId: string) {
    const { line, amountFen, bankCode } = await tx.one<{ line: number[]; amountFen: string[]; bankCode: string[] }>(sql`
      SELECT json_agg(l.line ORDER BY l.line) AS line, json_agg(l.amount_fen::text ORDER BY l.line) AS "amountFen",
             json_agg(l.bank_code ORDER BY l.line) AS "bankCode"
      FROM order_chunk k
      JOIN chunk c USING (chunk_id)
      JOIN line l ON l.county_code = c.county_code AND l.line >= c.first_line AND l.line < c.first_line + c.lines AND k.picked @> l.line
      WHERE k.order_id = ${orderId} AND k.chunk_id = ${chunkId}`);
    // A line that bounced is paid anew by a correction, which is a line of its own: each has one attempt.
    return { line, attempt: line.map(() => 1), amountFen, bankCode };
  }
}
