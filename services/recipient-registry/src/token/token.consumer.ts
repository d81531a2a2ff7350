import { Controller } from '@nestjs/common';
import { importChunk, type ImportChunk } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { ImportTokensService } from './import-tokens.service';

@Controller()
export class TokenConsumer {
  constructor(private readonly tokens: ImportTokensService) {}

  @Consumes(importChunk)
  answer(chunk: ImportChunk, tx: Transaction): Promise<void> {
    return this.tokens.answer(chunk, tx);
  }
}
