import { Injectable } from '@nestjs/common';
import type { Outcome, SCREENING_RULES } from '@one-card/contracts';
import { join, sql, type Transaction } from '@one-card/database';
import { NotYet } from '@one-card/kafka';
import { type ExceptedLine, LineOutcomes } from '../line/line-outcomes';
import { reasonOfHold } from './hold.words';

/** A hit or an objection as it stands now. */
export interface HoldState {
  readonly kind: 'hit' | 'objection';
  readonly ref: string;
  readonly line: number;
  readonly batchId: string;
  readonly rollId: string;
  readonly rule: (typeof SCREENING_RULES)[number] | 'objection';
  /** null: open. confirmed stops the line; dismissed lets it go when nothing else holds it. */
  readonly decision: 'confirmed' | 'dismissed' | null;
  readonly by?: string;
}

interface ChangedHold {
  ref: string;
  line: string;
  roll_id: string;
  rule: HoldState['rule'];
  open: boolean;
  decision: HoldState['decision'];
}

/** What holds lines. A decision may arrive before the hit that it is about: then it stands, and the hit changes nothing. */
@Injectable()
export class Holds {
  constructor(private readonly outcomes: LineOutcomes) {}

  async set(tx: Transaction, countyCode: string, states: readonly HoldState[]): Promise<void> {
    if (states.length === 0) return;
    await this.outcomes.lockChunksOf(
      tx,
      countyCode,
      states.map(({ line }) => line),
    );
    const changed = await this.save(tx, countyCode, states);
    const by = new Map(states.map(({ ref, by }) => [ref, by]));
    for (const rollId of new Set(changed.map(({ roll_id }) => roll_id))) {
      const ofRoll = changed.filter(({ roll_id }) => roll_id === rollId);
      const decider = by.get(ofRoll[0]?.ref ?? '');
      await this.change(
        tx,
        rollId,
        'held',
        ofRoll.filter(({ open }) => open),
      );
      await this.change(
        tx,
        rollId,
        'stopped',
        ofRoll.filter(({ decision }) => decision === 'confirmed'),
        decider,
      );
      const free = await this.withoutOpenHold(
        tx,
        countyCode,
        ofRoll.filter(({ decision }) => decision === 'dismissed'),
      );
      await this.change(tx, rollId, 'underWay', free, decider, ['held']);
    }
  }

  /**
   * What is found of a line while an order has it changes nothing yet. When the order comes to nothing its lines are free, and then what was
   * found holds or stops them; otherwise the next order would pay them.
   */
  async takeUp(tx: Transaction, orderId: string): Promise<void> {
    const found = await this.foundOf(tx, orderId);
    for (const rollId of new Set(found.map(({ roll_id }) => roll_id))) {
      const ofRoll = found.filter(({ roll_id }) => roll_id === rollId);
      const [stopping, holding] = [ofRoll.filter(({ open }) => !open), ofRoll.filter(({ open }) => open)];
      await this.change(tx, rollId, 'stopped', stopping);
      await this.change(tx, rollId, 'held', holding);
    }
  }

  /** Lines of an order of which something was found, or confirmed, since it was opened; nothing more is found of them in this transaction. */
  async linesFoundOf(tx: Transaction, orderId: string): Promise<number> {
    return new Set((await this.foundOf(tx, orderId)).map(({ line }) => line)).size;
  }

  /** A finding may come before the match of its line, on another topic; then it waits. Lines of replaced revisions need no match. */
  async awaitLines(tx: Transaction, findings: readonly Pick<HoldState, 'line' | 'rollId'>[]): Promise<void> {
    if (findings.length === 0) return;
    const unmatched = await tx.maybe<{ line: string }>(sql`
      SELECT f.line
      FROM unnest(${findings.map(({ line }) => line)}::bigint[], ${findings.map(({ rollId }) => rollId)}::uuid[]) AS f (line, roll_id)
      JOIN chunk c ON c.roll_id = f.roll_id AND f.line >= c.first_line AND f.line < c.first_line + c.lines
      WHERE NOT c.matched AND NOT c.superseded
      LIMIT 1`);
    if (unmatched !== undefined) throw new NotYet(`line ${unmatched.line} has not been matched`);
  }

  private async foundOf(tx: Transaction, orderId: string): Promise<ChangedHold[]> {
    await tx.query(sql`
      SELECT chunk_id FROM chunk WHERE chunk_id IN (SELECT chunk_id FROM order_chunk WHERE order_id = ${orderId}) ORDER BY chunk_id FOR NO KEY UPDATE`);
    return tx.query<ChangedHold>(sql`
      SELECT h.ref, h.line, h.roll_id, h.rule, h.open, h.decision
      FROM order_chunk k
      JOIN chunk c USING (chunk_id)
      JOIN hold h ON h.county_code = c.county_code AND h.line >= c.first_line AND h.line < c.first_line + c.lines AND k.picked @> h.line
      WHERE k.order_id = ${orderId} AND (h.open OR h.decision = 'confirmed')
      ORDER BY h.line, h.at, h.ref`);
  }

  private save(tx: Transaction, countyCode: string, states: readonly HoldState[]): Promise<ChangedHold[]> {
    const column = <T>(of: (state: HoldState) => T): T[] => states.map(of);
    return tx.now().then((at) =>
      tx.query<ChangedHold>(sql`
        INSERT INTO hold (county_code, line, kind, ref, batch_id, roll_id, open, decision, rule, at)
        SELECT ${countyCode}, s.line, s.kind, s.ref, s.batch_id, s.roll_id, s.decision IS NULL, s.decision, s.rule, ${at}
        FROM unnest(${join([
          sql`${column(({ line }) => line)}::bigint[]`,
          sql`${column(({ kind }) => kind)}::text[]`,
          sql`${column(({ ref }) => ref)}::uuid[]`,
          sql`${column(({ batchId }) => batchId)}::uuid[]`,
          sql`${column(({ rollId }) => rollId)}::uuid[]`,
          sql`${column(({ decision }) => decision)}::text[]`,
          sql`${column(({ rule }) => rule)}::text[]`,
        ])}) AS s (line, kind, ref, batch_id, roll_id, decision, rule)
        ON CONFLICT (county_code, line, kind, ref) DO UPDATE
        SET open = false, decision = excluded.decision
        WHERE hold.open AND NOT excluded.open
        RETURNING ref, line, roll_id, rule, open, decision`),
    );
  }

  private async withoutOpenHold(tx: Transaction, countyCode: string, holds: readonly ChangedHold[]): Promise<ChangedHold[]> {
    if (holds.length === 0) return [];
    const held = await tx.query<{ line: string }>(sql`
      SELECT DISTINCT h.line
      FROM hold h
      WHERE h.county_code = ${countyCode} AND h.line = ANY(${holds.map(({ line }) => line)}::bigint[]) AND h.open`);
    const open = new Set(held.map(({ line }) => line));
    return holds.filter(({ line }) => !open.has(line));
  }

  private async change(
    tx: Transaction,
    rollId: string,
    outcome: Outcome,
    holds: readonly ChangedHold[],
    by?: string,
    from?: readonly Outcome[],
  ): Promise<void> {
    const lines = holds.map(({ line, ref, rule }): ExceptedLine => ({
      line: Number(line),
      ref,
      reasonCode: rule,
      reasons: outcome === 'underWay' ? [] : [reasonOfHold(rule)],
    }));
    await this.outcomes.except(tx, rollId, { outcome, by, from }, lines);
  }
}
