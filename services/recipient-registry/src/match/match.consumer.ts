import { Controller } from '@nestjs/common';
import { rolledChunk, type RolledChunk } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { MatchService } from './match.service';

@Controller()
export class MatchConsumer {
  constructor(private readonly matching: MatchService) {}

  @Consumes(rolledChunk)
  match(rolled: RolledChunk, tx: Transaction): Promise<void> {
    return this.matching.match(rolled, tx);
  }
}
