import type { EventDefinition } from '@one-card/contracts';
import { createTopics, type KafkaAddress, type Received, tail, type Tail } from '@one-card/kafka';
import { eventually } from './eventually';

interface Seen {
  messages: Received[];
  reading: Promise<Tail>;
}

/** All that stands in the topics a test asks for, from their beginning on. */
export class TopicLog {
  private readonly topics = new Map<string, Seen>();
  /** Waiting looks again and again: a chunk of 2,000 lines is parsed only once. */
  private readonly payloads = new WeakMap<Received, unknown>();

  constructor(private readonly address: KafkaAddress) {}

  /** Waits for an event of this kind, and gives its payload. */
  async published<T>(event: EventDefinition<T>, predicate: (payload: T) => boolean = () => true, what = 'as expected'): Promise<T> {
    const { messages } = await this.read(event);
    return eventually(() => {
      const payloads = messages.map((message) => this.payloadOf(event, message));
      const found = payloads.find(predicate);
      if (found === undefined) throw new Error(`${event.type} ${what} was not published; ${String(messages.length)} others were`);
      return found;
    });
  }

  /** What has been published up to now. */
  async soFar<T>(event: EventDefinition<T>): Promise<T[]> {
    const { messages } = await this.read(event);
    return messages.map((message) => this.payloadOf(event, message));
  }

  /** With headers and keys, and also topics without a contract (dead letters). */
  async messages(topic: Pick<EventDefinition, 'type' | 'kind'>): Promise<readonly Received[]> {
    return (await this.read(topic)).messages;
  }

  async close(): Promise<void> {
    for (const { reading } of this.topics.values()) await (await reading).close();
    this.topics.clear();
  }

  private payloadOf<T>(event: EventDefinition<T>, message: Received): T {
    if (!this.payloads.has(message)) this.payloads.set(message, event.parse(JSON.parse(message.payload.toString())));
    return this.payloads.get(message) as T;
  }

  private async read(topic: Pick<EventDefinition, 'type' | 'kind'>): Promise<Seen> {
    let seen = this.topics.get(topic.type);
    if (!seen) {
      const messages: Received[] = [];
      seen = { messages, reading: this.start(topic, (message) => messages.push(message)) };
      this.topics.set(topic.type, seen);
    }
    await seen.reading;
    return seen;
  }

  private async start(topic: Pick<EventDefinition, 'type' | 'kind'>, onMessage: (message: Received) => void): Promise<Tail> {
    await createTopics(this.address.brokers, this.address.prefix ?? '', [topic]);
    return tail(this.address, [topic.type], onMessage);
  }
}
