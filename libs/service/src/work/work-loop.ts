import { Logger } from '@nestjs/common';

export interface WorkLoopOptions {
  /** for the log */
  readonly name: string;
  /** Does some of what is due. True when there may be more, so that it is called again at once. */
  readonly work: () => Promise<boolean>;
  /** How often it looks by itself: for what is due by time, and for what was left when a process died. */
  readonly sweepMs: number;
}

/** What lets a loop do its work. A loop goes on by itself; a simulation takes them in hand and says when each does its next piece. */
export type Pace = (loop: WorkLoop) => void;
let pace: Pace | undefined;

/** From now on, loops that are started do nothing by themselves, and are handed over instead. */
export function paceLoops(by: Pace): void {
  pace = by;
}

/** Does what is due in the background: at once when told so (a commit is the usual nudge), and every so often by itself. */
export class WorkLoop {
  private readonly logger = new Logger('WorkLoop');
  private running: Promise<void> | undefined;
  private stopping = false;
  private nudged = false;
  private wake: (() => void) | undefined;

  constructor(private readonly options: WorkLoopOptions) {}

  get name(): string {
    return this.options.name;
  }

  start(): void {
    if (pace === undefined) this.running ??= this.run();
    else pace(this);
  }

  /** Something may be due: look now. */
  nudge(): void {
    this.nudged = true;
    this.wake?.();
  }

  /** Ends after the work that is under way. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake?.();
    await this.running;
  }

  /** Told that something may be due, and has not looked since. */
  get isNudged(): boolean {
    return this.nudged;
  }

  /** One piece of its work. */
  work(): Promise<boolean> {
    this.nudged = false;
    return this.options.work();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const more = await this.once();
      if (more === 'failed' || (!more && !this.nudged)) await this.rest();
    }
  }

  private async once(): Promise<boolean | 'failed'> {
    try {
      return await this.work();
    } catch (error) {
      this.logger.error({ err: error }, `${this.options.name} failed and is tried again`);
      return 'failed';
    }
  }

  private rest(): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), this.options.sweepMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
    });
  }
}
