import { Logger } from '@nestjs/common';

export interface WorkLoopOptions {
  /** for the log */
  readonly name: string;
  /** Does some of what is due. True when there may be more, so that it is called again at once. */
  readonly work: () => Promise<boolean>;
  /** How often it looks by itself: for what is due by time, and for what was left when a process died. */
  readonly sweepMs: number;
}

/** Does what is due in the background: at once when told so (a commit is the usual nudge), and every so often by itself. */
export class WorkLoop {
  private readonly logger = new Logger('WorkLoop');
  private running: Promise<void> | undefined;
  private stopping = false;
  private nudged = false;
  private wake: (() => void) | undefined;

  constructor(private readonly options: WorkLoopOptions) {}

  start(): void {
    this.running ??= this.run();
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

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.nudged = false;
      const more = await this.once();
      if (more === 'failed' || (!more && !this.nudged)) await this.rest();
    }
  }

  private async once(): Promise<boolean | 'failed'> {
    try {
      return await this.options.work();
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
