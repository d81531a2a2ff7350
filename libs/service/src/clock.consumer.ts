import { Controller } from '@nestjs/common';
import { clock, type EventOf } from '@one-card/contracts';
import { advanceBusinessClock, Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';

/** Business time is the same in every service. */
@Controller()
export class ClockConsumer {
  @Consumes(clock)
  async advance({ offsetMs }: EventOf<typeof clock>, tx: Transaction): Promise<void> {
    await advanceBusinessClock(tx, offsetMs);
  }
}
