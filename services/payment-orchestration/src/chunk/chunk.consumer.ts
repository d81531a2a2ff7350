import { Controller } from '@nestjs/common';
import { type MatchedChunk, matchedChunk } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { ChunkService } from './chunk.service';

@Controller()
export class ChunkConsumer {
  constructor(private readonly chunks: ChunkService) {}

  @Consumes(matchedChunk)
  enter(match: MatchedChunk, tx: Transaction): Promise<void> {
    return this.chunks.enter(match, tx);
  }
}
