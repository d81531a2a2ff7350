import { Controller } from '@nestjs/common';
import { type EventOf, listedChunk } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { ListingService } from './listing.service';

@Controller()
export class ListingConsumer {
  constructor(private readonly listings: ListingService) {}

  @Consumes(listedChunk)
  listed(chunk: EventOf<typeof listedChunk>, tx: Transaction): Promise<void> {
    return this.listings.take(chunk, tx);
  }
}
