import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Database } from '@one-card/database';
import { WorkLoop, type WorkLoopOptions } from './work-loop';

export interface BackgroundWorkOptions extends Omit<WorkLoopOptions, 'work'> {
  /** whose every commit may make something due */
  readonly nudgedBy?: Database;
}

/** A provider that works in the background while its service is up. What is under way when it shuts down is ended first, with the database still there. */
export abstract class BackgroundWork implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: WorkLoop;
  private readonly nudgedBy: Database | undefined;

  constructor({ nudgedBy, ...options }: BackgroundWorkOptions) {
    this.nudgedBy = nudgedBy;
    this.loop = new WorkLoop({ ...options, work: () => this.work() });
  }

  onApplicationBootstrap(): void {
    this.nudgedBy?.onCommit(() => this.loop.nudge());
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** Something may be due that no commit tells of. */
  protected nudge(): void {
    this.loop.nudge();
  }

  /** See WorkLoop: true when there may be more. */
  protected abstract work(): Promise<boolean>;
}
