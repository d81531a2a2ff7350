import { Logger } from '@nestjs/common';
import type { EachBatchPayload } from 'kafkajs';
import type { Delivery } from './delivery';
import { causeOf, NotYet } from './errors';
import { receive } from './message';

const HEARTBEAT_MS = 1_500;
const COMMIT_MS = 500;
const REST_MS = { notYet: { first: 50, most: 1_000 }, fault: { first: 200, most: 5_000 } };

interface Rest {
  timer: NodeJS.Timeout;
  wake: () => void;
  notYet: boolean;
}

/** Reads batches of a partition one event after another. A fault lets this partition rest and try again; the others go on. */
export class PartitionReader {
  private readonly logger = new Logger('Consumer');
  private readonly resting = new Map<string, Rest>();
  private readonly attempts = new Map<string, number>();

  constructor(
    private readonly delivery: Delivery,
    private readonly topicOf: (prefixed: string) => string,
  ) {}

  async read(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset, commitOffsetsIfNecessary, uncommittedOffsets } = payload;
    const topic = this.topicOf(batch.topic);
    const commit = (): Promise<void> => commitOffsetsIfNecessary(uncommittedOffsets());
    // A long handler must not lose the partition; that the group is rebalancing is heard below, between two events.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS);
    let committedAt = Date.now();
    try {
      for (const raw of batch.messages) {
        if (!isRunning() || isStale()) break;
        const fault = await this.deliver(topic, batch.partition, raw);
        if (fault !== undefined) {
          this.rest(payload, topic, fault);
          break;
        }
        resolveOffset(raw.offset);
        if (Date.now() - committedAt > COMMIT_MS) {
          await commit();
          committedAt = Date.now();
        }
        await heartbeat();
      }
      await commit();
    } finally {
      clearInterval(beat);
    }
  }

  /** Reference data have come: whoever waits for some tries at once. */
  wakeNotYet(): void {
    for (const rest of this.resting.values()) if (rest.notYet) rest.wake();
  }

  stop(): void {
    for (const { timer } of this.resting.values()) clearTimeout(timer);
    this.resting.clear();
  }

  private async deliver(topic: string, partition: number, raw: EachBatchPayload['batch']['messages'][number]): Promise<Error | undefined> {
    try {
      const outcome = await this.delivery.deliver(receive(topic, partition, raw));
      this.attempts.delete(`${topic}/${String(partition)}`);
      if (outcome === 'handled' && this.delivery.routeOf({ topic }).replica) this.wakeNotYet();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private rest({ batch, pause }: EachBatchPayload, topic: string, fault: Error): void {
    const place = `${topic}/${String(batch.partition)}`;
    const attempt = this.attempts.get(place) ?? 0;
    this.attempts.set(place, attempt + 1);
    const notYet = fault instanceof NotYet;
    const { first, most } = notYet ? REST_MS.notYet : REST_MS.fault;
    const restMs = Math.min(first * 2 ** Math.min(attempt, 10), most);
    const resume = pause();
    const wake = (): void => {
      clearTimeout(timer);
      this.resting.delete(place);
      resume();
    };
    const timer = setTimeout(wake, restMs);
    this.resting.set(place, { timer, wake, notYet });
    // A wait that lasts is told again each time the pause has grown, and then once in sixteen tries.
    if (attempt < 6 || attempt % 16 === 0) this.logger.warn(`${place} rests ${String(restMs)} ms: ${causeOf(fault)}`);
  }
}
