import { Controller } from '@nestjs/common';
import {
  batch,
  type BatchState,
  lineFacts,
  type LineFacts,
  type MatchedChunk,
  matchedChunk,
  type OrderChunk,
  orderChunk,
  type Verdict,
  verdict,
} from '@one-card/contracts';
import { type Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { Alerts } from '../alert/alerts';
import { LineHistory } from '../history/line-history';
import { Totals } from '../total/totals';
import { Watches } from './watches';

/** What supervision looks at more closely than to record it. */
@Controller()
export class WatchConsumer {
  constructor(
    private readonly totals: Totals,
    private readonly watches: Watches,
    private readonly alerts: Alerts,
    private readonly history: LineHistory,
  ) {}

  @Consumes(lineFacts)
  async facts(facts: LineFacts, tx: Transaction) {
    await this.totals.count(facts, tx);
    await this.alerts.onFacts(facts, tx);
  }

  @Consumes(batch)
  async batch(state: BatchState, tx: Transaction) {
    await this.watches.batch(state, tx);
  }

  @Consumes(verdict)
  async verdict(screened: Verdict, tx: Transaction) {
    await this.watches.deadLines(screened, tx);
  }

  @Consumes(matchedChunk)
  async matched(match: MatchedChunk, tx: Transaction) {
    await this.history.keep(match, tx);
    await this.alerts.onAccounts(match, tx);
  }

  @Consumes(orderChunk)
  async ordered(order: OrderChunk, tx: Transaction) {
    await this.watches.order(order, tx);
  }
}
