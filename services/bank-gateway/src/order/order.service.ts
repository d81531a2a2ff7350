import { Injectable } from '@nestjs/common';
import { type OrderChunk, payeeBlock, type PayeeBlock } from '@one-card/contracts';
import { errorOfConstraint, rowsOf, sql, Transaction } from '@one-card/database';
import { Envelopes, Vault } from '@one-card/sealing';
import { orderRefused } from './order.errors';
import { type BankPart, splitByBank } from './order.rules';

/** Rule 7: no instruction without its voucher. Rule 2: one live instruction a line. */
@Injectable()
export class OrderService {
  constructor(
    private readonly envelopes: Envelopes,
    private readonly vault: Vault,
  ) {}

  /** Writes the instructions of a chunk, and what each bank is to be told of them; files are cut and sent by others, after this was committed. */
  async take(order: OrderChunk, tx: Transaction): Promise<void> {
    const parts = splitByBank(order, await this.openPayees(order));
    await requireBounced(order, tx);
    try {
      await writeInstructions(order, parts, tx);
      await this.writeParts(order, parts, tx);
      await bookFunding(order, tx);
      await bookOrdered(order, parts, tx);
    } catch (error) {
      throw refusalOf(order, error);
    }
  }

  private async openPayees({ chunk, payees }: OrderChunk): Promise<PayeeBlock> {
    const plain = await this.envelopes.open(chunk.chunkId, Buffer.from(payees, 'base64'));
    return payeeBlock.parse(JSON.parse(plain.toString()));
  }

  private async writeParts({ orderId, chunk }: OrderChunk, parts: readonly BankPart[], tx: Transaction): Promise<void> {
    const columns = ['county_code', 'part_id', 'order_id', 'chunk_id', 'bank_code', 'count', 'amount_fen', 'sealed'];
    const rows = parts.map(({ partId, bankCode, line, amountFen, lines }) => {
      return [chunk.countyCode, partId, orderId, chunk.chunkId, bankCode, line.length, amountFen, this.vault.seal(JSON.stringify(lines))];
    });
    await tx.copy('file_part', columns, rows);
  }
}

const CONSTRAINTS: Readonly<Record<string, Parameters<typeof orderRefused>[1]>> = {
  instruction_pkey: 'attempt',
  file_part_pkey: 'attempt',
  ordered_chunk_pkey: 'attempt',
  ordered_within_funding: 'funding',
  voucher_funds_one_order: 'voucher',
};

function refusalOf(order: OrderChunk, error: unknown): unknown {
  const fault = CONSTRAINTS[errorOfConstraint(error) ?? ''];
  return fault === undefined ? error : orderRefused(order, fault);
}

/** Attempt n + 1 needs the bounce of n. Holds the files of n, so that no late success of one is booked meanwhile. */
async function requireBounced(order: OrderChunk, tx: Transaction): Promise<void> {
  const again = order.lines.attempt.flatMap((attempt, place) => (attempt > 1 ? [place] : []));
  if (again.length === 0) return;
  const lines = again.map((place) => order.lines.line[place]);
  const attempts = again.map((place) => order.lines.attempt[place]);
  await tx.query(sql`
    SELECT f.file_id
    FROM bank_file f
    WHERE f.county_code = ${order.chunk.countyCode} AND f.file_id IN (
      SELECT p.file_id
      FROM unnest(${lines}::bigint[], ${attempts}::smallint[]) AS wanted (line, attempt)
      JOIN instruction i ON i.county_code = ${order.chunk.countyCode} AND i.line = wanted.line AND i.attempt = wanted.attempt - 1
      JOIN file_part p ON p.county_code = i.county_code AND p.part_id = i.part_id)
    ORDER BY f.file_id
    FOR UPDATE`);
  const { bounced } = await tx.one<{ bounced: string }>(sql`
    SELECT count(*) AS bounced
    FROM unnest(${lines}::bigint[], ${attempts}::smallint[]) AS wanted (line, attempt)
    JOIN LATERAL (
      SELECT a.state
      FROM answer a
      WHERE a.county_code = ${order.chunk.countyCode} AND a.line = wanted.line AND a.attempt = wanted.attempt - 1
      ORDER BY a.sequence DESC
      LIMIT 1) AS last ON last.state = 'bounced'`);
  if (Number(bounced) !== again.length) throw orderRefused(order, 'attempt');
}

async function writeInstructions({ orderId, chunk }: OrderChunk, parts: readonly BankPart[], tx: Transaction): Promise<void> {
  await tx.execute(sql`
    INSERT INTO ordered_chunk (county_code, order_id, chunk_id, chunk)
    VALUES (${chunk.countyCode}, ${orderId}, ${chunk.chunkId}, ${JSON.stringify(chunk)}::jsonb)`);
  function* rows() {
    for (const { partId, line, attempt, lines } of parts) {
      for (const [no, time, amount] of rowsOf<[number, number, string]>(line, attempt, lines.amountFen)) {
        yield [chunk.countyCode, no, time, partId, amount];
      }
    }
  }
  await tx.copy('instruction', ['county_code', 'line', 'attempt', 'part_id', 'amount_fen'], rows());
}

/**
 * Every chunk tells the whole funding of its order; the first one books it, the others must tell the same. No conflict target: chunks that
 * come at once would meet in the voucher's own unique index, which then is no conflict but an error.
 */
async function bookFunding(order: OrderChunk, tx: Transaction): Promise<void> {
  const { funding } = order;
  const told = sql`
    unnest(${funding.map((one) => one.bankCode)}::text[], ${funding.map((one) => one.voucherNo)}::text[],
           ${funding.map((one) => one.fundedAt)}::timestamptz[], ${funding.map((one) => one.lines)}::integer[],
           ${funding.map((one) => one.amountFen)}::bigint[]) AS told (bank_code, voucher_no, funded_at, funded_count, funded_fen)`;
  await tx.execute(sql`
    INSERT INTO order_bank (county_code, order_id, order_no, bank_code, voucher_no, funded_at, funded_count, funded_fen)
    SELECT ${order.chunk.countyCode}, ${order.orderId}::uuid, ${order.orderNo}, told.bank_code, told.voucher_no, told.funded_at,
           told.funded_count, told.funded_fen
    FROM ${told}
    ORDER BY told.bank_code
    ON CONFLICT DO NOTHING`);
  const { agreed } = await tx.one<{ agreed: number }>(sql`
    SELECT count(*)::integer AS agreed
    FROM order_bank b
    JOIN ${told} USING (bank_code, voucher_no, funded_count, funded_fen)
    WHERE b.county_code = ${order.chunk.countyCode} AND b.order_id = ${order.orderId}`);
  if (agreed !== funding.length) throw orderRefused(order, 'voucher');
}

/** Last in the transaction, and bank by bank in one order: chunks of an order wait for each other here, shortly and never in a ring. */
async function bookOrdered({ orderId, chunk }: OrderChunk, parts: readonly BankPart[], tx: Transaction): Promise<void> {
  const codes = parts.map(({ bankCode }) => bankCode);
  await tx.execute(sql`
    SELECT bank_code
    FROM order_bank
    WHERE county_code = ${chunk.countyCode} AND order_id = ${orderId} AND bank_code = ANY (${codes}::text[])
    ORDER BY bank_code
    FOR UPDATE`);
  await tx.execute(sql`
    UPDATE order_bank b
    SET ordered_count = b.ordered_count + part.count, ordered_fen = b.ordered_fen + part.amount_fen
    FROM unnest(${codes}::text[], ${parts.map(({ line }) => line.length)}::integer[], ${parts.map(({ amountFen }) => amountFen)}::bigint[])
      AS part (bank_code, count, amount_fen)
    WHERE b.county_code = ${chunk.countyCode} AND b.order_id = ${orderId} AND b.bank_code = part.bank_code`);
}
