import { createHash } from 'node:crypto';
import { allEvents } from '@one-card/contracts';
import { type OutboxRow, PARTITIONS, type Received } from '@one-card/kafka';

/** What a broker keeps: topics in partitions, each in the order in which it was sent. */
export class Topics {
  private readonly partitions = new Map<string, Received[][]>();
  private readonly counts = new Map(allEvents().map(({ type, kind }) => [type, kind === 'state' ? 1 : PARTITIONS]));

  /** The salt decides which keys share a partition: what the contracts promise must hold for any. */
  constructor(private readonly salt: number) {}

  append(service: string, { topic, key, headers, payload }: OutboxRow): void {
    const partition = this.partitionOf(topic, key);
    const messages = this.messages(topic, partition);
    const all = { ce_source: `/${service}`, ...headers };
    messages.push({ eventId: headers['ce_id'] ?? '', topic, partition, offset: String(messages.length), key, headers: all, payload });
  }

  messages(topic: string, partition: number): Received[] {
    const known = this.partitions.get(topic) ?? Array.from({ length: this.countOf(topic) }, (): Received[] => []);
    this.partitions.set(topic, known);
    const messages = known[partition];
    if (messages === undefined) throw new Error(`${topic} has no partition ${String(partition)}`);
    return messages;
  }

  countOf(topic: string): number {
    return this.counts.get(topic) ?? PARTITIONS;
  }

  /** Everything that was ever sent. */
  *all(): Iterable<Received> {
    for (const partitions of this.partitions.values()) for (const messages of partitions) yield* messages;
  }

  private partitionOf(topic: string, key: string): number {
    return (
      createHash('sha256')
        .update(`${String(this.salt)}/${key}`)
        .digest()
        .readUInt32BE() % this.countOf(topic)
    );
  }
}
