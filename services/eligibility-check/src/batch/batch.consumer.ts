import { Controller } from '@nestjs/common';
import { batch, type BatchState } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { BatchService } from './batch.service';

@Controller()
export class BatchConsumer {
  constructor(private readonly batches: BatchService) {}

  @Consumes(batch)
  follow(state: BatchState, tx: Transaction): Promise<void> {
    return this.batches.follow(state, tx);
  }
}
