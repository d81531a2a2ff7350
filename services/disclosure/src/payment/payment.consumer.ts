import { Controller } from '@nestjs/common';
import { lineFacts, type LineFacts } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { PaymentService } from './payment.service';

@Controller()
export class PaymentConsumer {
  constructor(private readonly payments: PaymentService) {}

  @Consumes(lineFacts)
  changed(facts: LineFacts, tx: Transaction): Promise<void> {
    return this.payments.take(facts, tx);
  }
}
