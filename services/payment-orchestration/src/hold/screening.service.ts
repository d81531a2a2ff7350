import { Injectable } from '@nestjs/common';
import type { AdjudicatedHits, Finding, Verdict } from '@one-card/contracts';
import type { Transaction } from '@one-card/database';
import { whileRevisionStands } from '../chunk/roll-lock';
import { RollProgress } from '../roll/roll-progress';
import { Holds, type HoldState } from './holds';

const openHit = ({ hitId, line, batchId, rollId, rule }: Finding): HoldState => ({
  kind: 'hit',
  ref: hitId,
  line,
  batchId,
  rollId,
  rule,
  decision: null,
});

@Injectable()
export class ScreeningService {
  constructor(
    private readonly holds: Holds,
    private readonly progress: RollProgress,
  ) {}

  /** A hit holds its line, never the batch. It may be a line of another batch, which is held too unless it was ordered before. */
  async screened(verdict: Verdict, tx: Transaction): Promise<void> {
    await whileRevisionStands(tx, verdict.rollId);
    await this.holds.awaitLines(tx, verdict.hits);
    // More findings of this scope follow: only the last message ends it.
    if (verdict.more !== true) await this.progress.count(tx, verdict, verdict.scope === 'chunk' ? 'screened' : 'crossChecked');
    await this.holds.set(tx, verdict.countyCode, verdict.hits.map(openHit));
  }

  async decided({ countyCode, batchId, rollId, rule, decision, actor, hits }: AdjudicatedHits, tx: Transaction): Promise<void> {
    const states = hits.line.map((line, i): HoldState => {
      return { kind: 'hit', ref: hits.hitId[i] ?? '', line, batchId, rollId, rule, decision, by: actor };
    });
    await this.holds.awaitLines(tx, states);
    await this.holds.set(tx, countyCode, states);
  }
}
