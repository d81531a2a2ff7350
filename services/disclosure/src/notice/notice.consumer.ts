import { Controller } from '@nestjs/common';
import { clock, type EventOf } from '@one-card/contracts';
import { advanceBusinessClock, Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { NoticeService } from './notice.service';

@Controller()
export class NoticeConsumer {
  constructor(private readonly notices: NoticeService) {}

  /** Whoever advanced the clock waits for this: what is due by the new time is closed when they have their answer. */
  @Consumes(clock)
  async advanced({ offsetMs }: EventOf<typeof clock>, tx: Transaction): Promise<void> {
    await advanceBusinessClock(tx, offsetMs);
    while (await this.notices.closeDue(tx));
  }
}
