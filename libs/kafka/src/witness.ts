import type { EventDefinition } from '@one-card/contracts';
import type { Transaction } from '@one-card/database';
import type { Received } from './message';

/** Sees every message that its service reads, in that message's transaction and before any handler: a record of all that was said. */
export abstract class Witness {
  /** Topics that are read for the witness alone, beside those of the handlers. */
  abstract readonly events: readonly EventDefinition[];
  abstract see(message: Received, tx: Transaction): Promise<void>;

  /** Several of one partition that share a transaction, in the order of their offsets. */
  async seeAll(messages: readonly Received[], tx: Transaction): Promise<void> {
    for (const message of messages) await this.see(message, tx);
  }
}
