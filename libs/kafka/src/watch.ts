import type { Database } from '@one-card/database';
import type { Underway } from './delivery';

export interface PartitionLag {
  topic: string;
  partition: number;
  lag: number;
}

/** What the watch is told of a consumer, and may ask. */
export interface Watched {
  readonly database: Pick<Database, 'isWorking'>;
  readonly underway: Iterable<Underway>;
  stateOf(topic: string, partition: number): { resting: boolean; readAt: number };
  /** of its own partitions; throws when the broker does not answer */
  measure(): Promise<readonly PartitionLag[]>;
  onStall(why: string): void;
}

export interface WatchTimes {
  everyMs: number;
  silentMs: number;
}

/** A transaction that asks nothing for 10 s is ended by the server: after twice that, its handler works for nothing. Seen, at the latest, at 20 + 5 s. */
const TIMES: WatchTimes = { everyMs: 5_000, silentMs: 20_000 };

/**
 * Looks whether a consumer still reads. A handler that does nothing more, a connection that says nothing more, a partition that nobody resumes: none of
 * them makes an error, and only a new process helps. Not held against it: a long statement, a rest, a broker or a database that is away.
 */
export class Watch {
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private measured: readonly PartitionLag[] = [];
  private behindSince = new Map<string, number>();

  constructor(
    private readonly watched: Watched,
    private readonly times: WatchTimes = TIMES,
  ) {}

  /** As of the last look. */
  get lag(): readonly PartitionLag[] {
    return this.measured;
  }

  start(): void {
    this.timer = setInterval(() => void this.look(), this.times.everyMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const why = (await this.stuckHandler()) ?? (await this.stuckReading());
      if (why !== undefined) this.watched.onStall(why);
    } catch {
      // The broker does not answer: the transport says so, and nothing can be held against the consumer.
    } finally {
      this.looking = false;
    }
  }

  private async stuckHandler(): Promise<string | undefined> {
    for (const { topic, tx } of this.watched.underway) {
      if (tx !== undefined && !(await this.watched.database.isWorking(tx, this.times.silentMs))) return `a handler of ${topic} does nothing more`;
    }
    return undefined;
  }

  /** Only what the broker says now counts: while it is away, nothing can be read. */
  private async stuckReading(): Promise<string | undefined> {
    try {
      this.measured = await this.watched.measure();
    } catch (error) {
      this.behindSince = new Map();
      throw error;
    }
    const now = Date.now();
    // kafkajs fetches again when all that it fetched is handled: meanwhile nothing else can be read.
    const busy = [...this.watched.underway].length > 0;
    const before = this.behindSince;
    this.behindSince = new Map();
    for (const { topic, partition, lag } of this.measured) {
      const place = `${topic}/${String(partition)}`;
      const { resting, readAt } = this.watched.stateOf(topic, partition);
      const since = before.get(place) ?? now;
      if (lag === 0 || busy || resting || readAt > since) continue;
      this.behindSince.set(place, since);
      if (now - since >= this.times.silentMs) return `${String(lag)} messages wait in ${place} and are not read`;
    }
    return undefined;
  }
}
