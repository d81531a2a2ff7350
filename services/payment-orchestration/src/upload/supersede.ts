import { Injectable } from '@nestjs/common';
import type { Outcome } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import type { BatchRow, RollRow } from '../batch/batch.row';
import { LineOutcomes } from '../line/line-outcomes';
import { scopeOf } from './release';

interface OldLine {
  line: string;
  village_code: string;
  outcome: Outcome;
  amount_fen: string;
  bank_code: string | null;
}

/** Withdraws a revision that a newer upload replaces. */
@Injectable()
export class Supersede {
  constructor(private readonly outcomes: LineOutcomes) {}

  /** Every line that was told of is told of again: it came to nothing. Chunks that were never matched told nothing. */
  async withdraw(tx: Transaction, batch: BatchRow, roll: RollRow): Promise<void> {
    if (roll.revision === 0) return;
    const chunks = await tx.query<{ chunk_id: string; first_line: string; lines: number; matched: boolean }>(sql`
      SELECT chunk_id, first_line, lines, matched
      FROM chunk
      WHERE roll_id = ${roll.id} AND revision = ${roll.revision}
      ORDER BY chunk_id
      FOR NO KEY UPDATE`);
    for (const chunk of chunks) {
      if (!chunk.matched) continue;
      const lines = await tx.query<OldLine>(sql`
        SELECT line, village_code, outcome, amount_fen, bank_code
        FROM line_state
        WHERE county_code = ${batch.county_code} AND line >= ${chunk.first_line} AND line < ${Number(chunk.first_line) + chunk.lines}
          AND chunk_id = ${chunk.chunk_id}
        ORDER BY line`);
      const facts = lines.map((old) => ({
        ...{ line: Number(old.line), villageCode: old.village_code, from: old.outcome, to: null, reason: 'replaced' },
        ...{ amountFen: old.amount_fen, bankCode: old.bank_code },
      }));
      await this.outcomes.say(tx, scopeOf(batch, roll), facts, { chunkId: chunk.chunk_id });
    }
    await tx.execute(sql`DELETE FROM faulty_rows WHERE roll_id = ${roll.id}`);
    await tx.execute(sql`UPDATE chunk SET superseded = true WHERE roll_id = ${roll.id} AND revision = ${roll.revision}`);
  }
}
