import { Controller } from '@nestjs/common';
import { matchedChunk, type MatchedChunk } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { ScreeningService } from './screening.service';

@Controller()
export class ScreeningConsumer {
  constructor(private readonly screening: ScreeningService) {}

  @Consumes(matchedChunk)
  screen(matched: MatchedChunk, tx: Transaction): Promise<void> {
    return this.screening.screen(matched, tx);
  }
}
