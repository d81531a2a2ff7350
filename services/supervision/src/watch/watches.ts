import { Injectable } from '@nestjs/common';
import type { BatchState, OrderChunk, Verdict } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { sumFen } from '@one-card/domain';

/** Keeps what red flags are compared with. A state that comes late, after a newer one, changes nothing. */
@Injectable()
export class Watches {
  async batch(state: BatchState, tx: Transaction): Promise<void> {
    const newer = await tx.execute(sql`
      INSERT INTO batch_watch (batch_id, county_code, version, policy_code, department, seq, period_from, period_to, state, step, due_at,
                               changed_at)
      VALUES (${state.id}, ${state.countyCode}, ${state.version}, ${state.policyCode}, ${state.department}, ${state.seq}, ${state.periodFrom},
              ${state.periodTo}, ${state.state}, ${state.step}, ${state.dueAt}, ${state.at})
      ON CONFLICT (batch_id) DO UPDATE
      SET version = excluded.version, seq = excluded.seq, period_from = excluded.period_from, period_to = excluded.period_to, state = excluded.state, step = excluded.step, due_at = excluded.due_at, changed_at = excluded.changed_at
      WHERE batch_watch.version < excluded.version`);
    if (newer === 0) return;
    const rolls = state.rolls.map((roll) => ({ ...roll, lines: roll.entered.count, fen: roll.entered.amountFen }));
    await tx.execute(sql`
      INSERT INTO roll_watch (roll_id, county_code, batch_id, division_code, revision, state, entered_lines, entered_fen)
      SELECT r."rollId", ${state.countyCode}, ${state.id}, r."divisionCode", r.revision, r.state, r.lines, r.fen
      FROM json_to_recordset(${JSON.stringify(rolls)}::json)
           AS r ("rollId" uuid, "divisionCode" text, revision int, state text, lines int, fen bigint)
      ON CONFLICT (roll_id) DO UPDATE
      SET revision = excluded.revision, state = excluded.state, entered_lines = excluded.entered_lines, entered_fen = excluded.entered_fen,
          heard_at = now()
      WHERE (roll_watch.revision, roll_watch.state, roll_watch.entered_lines, roll_watch.entered_fen)
            IS DISTINCT FROM (excluded.revision, excluded.state, excluded.entered_lines, excluded.entered_fen)`);
  }

  /** Lines whose beneficiary or payee is known to be dead: paying one is a red flag, whatever was decided on the hit. */
  async deadLines({ countyCode, hits }: Verdict, tx: Transaction): Promise<void> {
    const dead = hits.filter(({ rule }) => rule === 'deceased' || rule === 'payee-deceased');
    if (dead.length === 0) return;
    await tx.execute(sql`
      INSERT INTO dead_line (county_code, line, rule)
      SELECT ${countyCode}, d.line, d.rule
      FROM unnest(${dead.map(({ line }) => line)}::bigint[], ${dead.map(({ rule }) => rule)}::text[]) AS d (line, rule)
      ON CONFLICT DO NOTHING`);
  }

  /** What the order was funded with; payments may have been heard of before it. */
  async order({ orderId, chunk, funding }: OrderChunk, tx: Transaction): Promise<void> {
    const funded = sumFen(funding.map(({ amountFen }) => BigInt(amountFen)));
    await tx.execute(sql`
      INSERT INTO order_watch (order_id, county_code, batch_id, funded_fen)
      VALUES (${orderId}, ${chunk.countyCode}, ${chunk.batchId}, ${funded})
      ON CONFLICT (order_id) DO UPDATE SET batch_id = excluded.batch_id, funded_fen = excluded.funded_fen`);
  }
}
