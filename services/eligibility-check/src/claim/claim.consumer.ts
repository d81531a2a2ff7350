import { Controller } from '@nestjs/common';
import { lineFacts, type LineFacts } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { ClaimService } from './claim.service';

@Controller()
export class ClaimConsumer {
  constructor(private readonly claims: ClaimService) {}

  @Consumes(lineFacts)
  follow(facts: LineFacts, tx: Transaction): Promise<void> {
    return this.claims.follow(facts, tx);
  }
}
