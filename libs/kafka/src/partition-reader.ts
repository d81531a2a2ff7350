import { Logger } from '@nestjs/common';
import type { EachBatchPayload } from 'kafkajs';
import type { Delivery, Outcome } from './delivery';
import { causeOf, NotYet } from './errors';
import { headOf } from './groups';
import { receive, type Received } from './message';

const HEARTBEAT_MS = 1_500;
const COMMIT_MS = 500;
const REST_MS = { notYet: { first: 50, most: 1_000 }, fault: { first: 200, most: 5_000 } };

interface Rest {
  timer: NodeJS.Timeout;
  wake: () => void;
  notYet: boolean;
}

type Raw = EachBatchPayload['batch']['messages'][number];

/** Reads batches of a partition in their order, small messages together. A fault lets this partition rest and try again; the others go on. */
export class PartitionReader {
  private readonly logger = new Logger('Consumer');
  private readonly resting = new Map<string, Rest>();
  private readonly attempts = new Map<string, number>();
  private readonly readAt = new Map<string, number>();

  constructor(
    private readonly delivery: Delivery,
    private readonly topicOf: (prefixed: string) => string,
    /** throws what lets a partition rest before anything of it is read: the way of back-pressure */
    private readonly ready: () => Promise<void> = () => Promise.resolve(),
  ) {}

  async read(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset, commitOffsetsIfNecessary, uncommittedOffsets } = payload;
    const topic = this.topicOf(batch.topic);
    const commit = (): Promise<void> => commitOffsetsIfNecessary(uncommittedOffsets());
    // A long handler must not lose the partition; that the group is rebalancing is heard below, between two events.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS);
    let committedAt = Date.now();
    try {
      for (let at = 0; at < batch.messages.length && isRunning() && !isStale();) {
        const { done, fault } = await this.deliverSome(topic, batch.partition, batch.messages, at);
        const last = batch.messages[at + done - 1];
        if (done > 0 && last !== undefined) resolveOffset(last.offset);
        if (fault !== undefined) {
          this.rest(payload, topic, fault);
          break;
        }
        at += done;
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

  /** Whether the partition waits of its own will, and when something of it was last read or tried. */
  stateOf(topic: string, partition: number): { resting: boolean; readAt: number } {
    const place = placeOf(topic, partition);
    return { resting: this.resting.has(place), readAt: this.readAt.get(place) ?? 0 };
  }

  /** Reference data have come: whoever waits for some tries at once. */
  wakeNotYet(): void {
    for (const rest of this.resting.values()) if (rest.notYet) rest.wake();
  }

  stop(): void {
    for (const { timer } of this.resting.values()) clearTimeout(timer);
    this.resting.clear();
  }

  /** How many messages from here on have been dealt with, and the fault that ended it. */
  private async deliverSome(topic: string, partition: number, messages: readonly Raw[], at: number): Promise<{ done: number; fault?: Error }> {
    const place = placeOf(topic, partition);
    this.readAt.set(place, Date.now());
    try {
      await this.ready();
    } catch (error) {
      return { done: 0, fault: asError(error) };
    }
    // What failed before is tried alone, or the good ones after it would be rolled back with it each time.
    const group = headOf(messages, at, this.attempts.has(place) ? 1 : undefined).map((raw) => receive(topic, partition, raw));
    const outcomes = group.length > 1 ? await this.delivery.deliverTogether(group) : undefined;
    if (outcomes === undefined) return this.deliverEach(place, group);
    this.heard(place, topic, outcomes);
    return { done: group.length };
  }

  private async deliverEach(place: string, group: readonly Received[]): Promise<{ done: number; fault?: Error }> {
    let done = 0;
    for (const message of group) {
      try {
        this.heard(place, message.topic, [await this.delivery.deliver(message)]);
        done += 1;
      } catch (error) {
        return { done, fault: asError(error) };
      }
    }
    return { done };
  }

  private heard(place: string, topic: string, outcomes: readonly Outcome[]): void {
    this.attempts.delete(place);
    this.readAt.set(place, Date.now());
    if (outcomes.includes('handled') && this.delivery.routeOf({ topic }).replica) this.wakeNotYet();
  }

  private rest({ batch, pause }: EachBatchPayload, topic: string, fault: Error): void {
    const place = placeOf(topic, batch.partition);
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

const placeOf = (topic: string, partition: number): string => `${topic}/${String(partition)}`;

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
