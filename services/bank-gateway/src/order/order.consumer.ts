import { Controller } from '@nestjs/common';
import { type EventOf, orderChunk } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { OrderService } from './order.service';

@Controller()
export class OrderConsumer {
  constructor(private readonly orders: OrderService) {}

  @Consumes(orderChunk)
  take(order: EventOf<typeof orderChunk>, tx: Transaction): Promise<void> {
    return this.orders.take(order, tx);
  }
}
