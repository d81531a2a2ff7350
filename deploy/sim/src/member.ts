import { Delivery, type Received } from '@one-card/kafka';
import type { Topics } from './topics';

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

interface Reading extends Place {
  /** the partition itself */
  readonly messages: readonly Received[];
  /** next to be read */
  position: number;
  /** what a process that starts anew begins with */
  committed: number;
  /** handled now */
  busy: boolean;
  /** failed, and waits for something to change */
  rests: boolean;
}

/** Handles some messages of a partition; gives how many of them are done with. */
export type Deliver = (delivery: Delivery, messages: readonly Received[], commit: (count: number) => void) => Promise<number>;

/** A service's membership in its consumer group: where it stands in each partition that it reads. */
export class Member {
  private readings: Reading[] = [];

  constructor(
    readonly service: string,
    readonly delivery: Delivery,
  ) {}

  /** From the beginning of empty topics. */
  begin(topics: Topics): void {
    this.readings = [...this.delivery.routes.keys()].sort().flatMap((topic) =>
      Array.from({ length: topics.countOf(topic) }, (_, partition) => ({
        topic,
        partition,
        messages: topics.messages(topic, partition),
        position: 0,
        committed: 0,
        busy: false,
        rests: false,
      })),
    );
  }

  /** Partitions whose next message could be handled now. */
  ready(): Reading[] {
    return this.readings.filter((reading) => !reading.busy && !reading.rests && reading.position < reading.messages.length);
  }

  /** Partitions where more was handled than a restart would know of. */
  uncommitted(): Reading[] {
    return this.readings.filter(({ position, committed }) => position > committed);
  }

  /** Handles the next messages of a partition. A fault lets the partition rest, as the reader of production does. */
  async handle(reading: Reading, most: number, deliver: Deliver): Promise<void> {
    const messages = reading.messages.slice(reading.position, reading.position + most);
    reading.busy = true;
    try {
      reading.position += await deliver(this.delivery, messages, (count) => this.commit(reading, count));
    } catch (error) {
      reading.rests = true;
      throw error;
    } finally {
      reading.busy = false;
    }
  }

  commit(reading: Reading, beyond = 0): void {
    reading.committed = Math.max(reading.committed, reading.position + beyond);
  }

  wake(): void {
    for (const reading of this.readings) reading.rests = false;
  }

  /** A new process knows only what was committed. Called when no task of the old one is left. */
  restart(): void {
    for (const reading of this.readings) Object.assign(reading, { position: reading.committed, busy: false, rests: false });
  }

  get lag(): number {
    return this.readings.reduce((sum, { messages, committed }) => sum + messages.length - committed, 0);
  }

  /** Whether it will read this topic at all. */
  reads(topic: string): boolean {
    return this.delivery.routes.has(topic);
  }
}
export type { Reading };
