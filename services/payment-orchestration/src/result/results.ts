import { Injectable } from '@nestjs/common';
import type { AccountMovement, ResultChunk } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { NotYet } from '@one-card/kafka';
import { Indicators } from '../indicator/indicators';
import { type LineFact, LineOutcomes } from '../line/line-outcomes';
import { OrderTally } from './order.tally';
import { type Answered, answeredBy, type KnownLine, newestOf, sumOf } from './result.rules';

/**
 * Books what the banks answer: credited and bounced lines, refunds. Each chunk's answers come in order, each once. What becomes of the lines of a
 * funded order is written here only, and whoever writes it holds the order's chunk.
 */
@Injectable()
export class Results {
  constructor(
    private readonly outcomes: LineOutcomes,
    private readonly indicators: Indicators,
    private readonly tally: OrderTally,
  ) {}

  async book(result: ResultChunk, tx: Transaction): Promise<void> {
    const known = await this.knownLines(tx, result);
    if (known.length !== result.lines.line.length) {
      throw new Error(
        `the bank answered for ${result.lines.line.length} lines of order ${result.orderId}, ${known.length} of them are ordered of ${result.bankCode} at that amount`,
      );
    }
    const newest = newestOf(result, known);
    const answered = answeredBy(result, newest);
    await this.remember(tx, result, newest);
    await this.credit(tx, result, answered);
    await this.bounce(tx, result, answered);
    await this.count(tx, result, answered);
  }

  /** The bank gave bounced money back: it is available again. */
  async refund(movement: AccountMovement, tx: Transaction): Promise<void> {
    const { orderId, bankCode, amountFen } = movement;
    const bank = await tx.one<{ bounced_fen: string; refunded_fen: string }>(sql`
      SELECT bounced_fen, refunded_fen FROM order_bank WHERE order_id = ${orderId} AND bank_code = ${bankCode} FOR UPDATE`);
    if (BigInt(bank.refunded_fen) + BigInt(amountFen) > BigInt(bank.bounced_fen))
      throw new NotYet(`results that bounced before refund ${movement.voucherNo}`);
    await tx.execute(sql`
      INSERT INTO refund (id, county_code, order_id, bank_code, voucher_no, amount_fen, at)
      VALUES (${movement.id}, ${movement.countyCode}, ${orderId}, ${bankCode}, ${movement.voucherNo}, ${amountFen}, ${movement.at})`);
    await tx.execute(sql`
      UPDATE order_bank
      SET refunded_fen = refunded_fen + ${amountFen}, held_fen = held_fen - ${amountFen}
      WHERE order_id = ${orderId} AND bank_code = ${bankCode}`);
    await this.indicators.release(tx, orderId, BigInt(amountFen));
  }

  /** The answered lines as they stand, if they are ordered at that bank and amount; holds the order's chunk. */
  private async knownLines(tx: Transaction, { orderId, chunk, bankCode, lines }: ResultChunk): Promise<KnownLine[]> {
    await tx.one(sql`SELECT FROM order_chunk WHERE order_id = ${orderId} AND chunk_id = ${chunk.chunkId} FOR UPDATE`);
    const [first, end] = [chunk.firstLine, chunk.firstLine + chunk.lines];
    // The lines of both multiranges are written out once: asked for each line, they would be unpacked for each.
    return tx.query<KnownLine>(sql`
      WITH k AS MATERIALIZED (SELECT picked, credited FROM order_chunk WHERE order_id = ${orderId} AND chunk_id = ${chunk.chunkId} AND live),
      picked AS MATERIALIZED (SELECT generate_series(lower(r), upper(r) - 1) AS line FROM k, unnest(k.picked) AS r),
      credited AS MATERIALIZED (SELECT generate_series(lower(r), upper(r) - 1) AS line FROM k, unnest(k.credited) AS r),
      excepted AS MATERIALIZED (
        SELECT DISTINCT ON (x.line) x.line, x.outcome
        FROM line_exception x
        WHERE x.county_code = ${chunk.countyCode} AND x.line >= ${first} AND x.line < ${end}
        ORDER BY x.line, x.sequence DESC)
      SELECT a.i::int - 1 AS index, l.village_code AS "villageCode", l.bank_code AS "bankCode",
             CASE WHEN d.line IS NOT NULL THEN 'paid' ELSE COALESCE(e.outcome, 'underWay') END AS was,
             a.line::float8 AS line, COALESCE(h.sequence, 0) AS heard
      FROM unnest(${lines.line}::bigint[], ${lines.amountFen}::bigint[]) WITH ORDINALITY AS a (line, amount_fen, i)
      JOIN picked p ON p.line = a.line
      JOIN line l ON l.county_code = ${chunk.countyCode} AND l.line = a.line AND l.amount_fen = a.amount_fen AND l.bank_code = ${bankCode}
                 AND l.line >= ${first} AND l.line < ${end}
      LEFT JOIN credited d ON d.line = a.line
      LEFT JOIN excepted e ON e.line = a.line
      LEFT JOIN later_answer h ON h.county_code = ${chunk.countyCode} AND h.line = a.line AND h.line >= ${first} AND h.line < ${end}
      ORDER BY a.i`);
  }

  /** Nearly every line is answered once, and needs no row for that. */
  private async remember(tx: Transaction, { chunk, lines }: ResultChunk, newest: readonly KnownLine[]): Promise<void> {
    const later = newest.filter(({ index }) => (lines.sequence[index] ?? 1) > 1);
    if (later.length === 0) return;
    await tx.execute(sql`
      INSERT INTO later_answer (county_code, line, sequence)
      SELECT ${chunk.countyCode}, line, sequence
      FROM unnest(${later.map(({ line }) => line)}::bigint[], ${later.map(({ index }) => lines.sequence[index] ?? 1)}::int[]) AS x (line, sequence)
      ON CONFLICT (county_code, line) DO UPDATE SET sequence = excluded.sequence`);
  }

  /** Credited lines need no row: the order's chunk knows their ranges. One that had bounced gets a row, since the highest sequence wins. */
  private async credit(tx: Transaction, { orderId, chunk, lines }: ResultChunk, { credited, recovered }: Answered): Promise<void> {
    const scope = await this.outcomes.scopeOf(tx, chunk.rollId);
    const facts = credited.map(({ index, villageCode, bankCode }): LineFact => ({
      line: lines.line[index] ?? 0,
      villageCode,
      from: 'underWay',
      to: 'paid',
      reason: null,
      amountFen: lines.amountFen[index] ?? '0',
      bankCode,
    }));
    if (facts.length > 0) await this.outcomes.say(tx, scope, facts, { chunkId: chunk.chunkId, orderId });
    await this.outcomes.except(
      tx,
      chunk.rollId,
      { outcome: 'paid', orderId, ref: orderId, locked: true },
      recovered.map(({ index }) => ({ line: lines.line[index] ?? 0 })),
    );
  }

  private async bounce(tx: Transaction, { orderId, chunk, lines }: ResultChunk, { bounced, reversed }: Answered): Promise<void> {
    const excepted = [...bounced, ...reversed].map(({ index }) => {
      const code = lines.reason[index] ?? 'other';
      const raw = [lines.rawCode[index], lines.rawText[index]].filter((text) => text).join(' ');
      return { line: lines.line[index] ?? 0, reasonCode: code, reasons: [{ code, zh: `银行退票:${raw}`, en: `the bank returned it: ${raw}` }] };
    });
    await this.outcomes.except(tx, chunk.rollId, { outcome: 'bounced', orderId, ref: orderId, locked: true }, excepted);
  }

  private async count(tx: Transaction, result: ResultChunk, answered: Answered): Promise<void> {
    const { orderId, chunk, bankCode, lines } = result;
    const amounts = lines.amountFen;
    const [gained, lost] = [[...answered.credited, ...answered.recovered], answered.reversed];
    const [credited, uncredited] = [sumOf(gained, amounts), sumOf(lost, amounts)];
    const bouncedFen = sumOf(answered.bounced, amounts) + uncredited - sumOf(answered.recovered, amounts);
    const linesOf = (some: readonly KnownLine[]) => some.map(({ index }) => lines.line[index] ?? 0);
    const net = { lines: gained.length - lost.length, fen: credited - uncredited };
    await tx.execute(sql`
      UPDATE order_chunk
      SET answered_lines = answered_lines + ${answered.first.length}, credited_lines = credited_lines + ${net.lines},
          credited_fen = credited_fen + ${net.fen}, credited = credited + ${rangesOf(linesOf(gained))} - ${rangesOf(linesOf(lost))}
      WHERE order_id = ${orderId} AND chunk_id = ${chunk.chunkId}`);
    this.tally.add(tx, orderId, {
      bankCode,
      answered: answered.first.length,
      creditedLines: net.lines,
      paidFen: credited,
      unpaidFen: uncredited,
      bouncedLines: answered.bounced.length + lost.length - answered.recovered.length,
      bouncedFen,
    });
  }
}

const rangesOf = (lines: readonly number[]) =>
  sql`COALESCE((SELECT range_agg(int8range(n, n + 1)) FROM unnest(${[...lines]}::bigint[]) AS n), '{}'::int8multirange)`;
