import { Controller } from '@nestjs/common';
import { tokenChunk, type TokenChunk } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { FactService } from './fact.service';

@Controller()
export class FactConsumer {
  constructor(private readonly facts: FactService) {}

  @Consumes(tokenChunk)
  load(chunk: TokenChunk, tx: Transaction): Promise<void> {
    return this.facts.load(chunk, tx);
  }
}
