import { Controller } from '@nestjs/common';
import { type AccountMovement, accountMovement, type ResultChunk, resultChunk } from '@one-card/contracts';
import { type Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { Results } from './results';

@Controller()
export class ResultConsumer {
  constructor(private readonly results: Results) {}

  @Consumes(resultChunk)
  book(result: ResultChunk, tx: Transaction) {
    return this.results.book(result, tx);
  }

  @Consumes(accountMovement)
  refund(movement: AccountMovement, tx: Transaction) {
    return this.results.refund(movement, tx);
  }
}
