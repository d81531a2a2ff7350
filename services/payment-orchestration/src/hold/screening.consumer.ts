import { Controller } from '@nestjs/common';
import { type AdjudicatedHits, adjudicatedHits, type Adjudication, adjudication, type Verdict, verdict } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { ScreeningService } from './screening.service';

@Controller()
export class ScreeningConsumer {
  constructor(private readonly screening: ScreeningService) {}

  @Consumes(verdict)
  screened(found: Verdict, tx: Transaction): Promise<void> {
    return this.screening.screened(found, tx);
  }

  @Consumes(adjudicatedHits)
  decided(decision: AdjudicatedHits, tx: Transaction): Promise<void> {
    return this.screening.decided(decision, tx);
  }

  @Consumes(adjudication)
  decidedOne({ id, version, line, ...decision }: Adjudication, tx: Transaction): Promise<void> {
    return this.screening.decided({ ...decision, hits: { hitId: [id], version: [version], line: [line] } }, tx);
  }
}
