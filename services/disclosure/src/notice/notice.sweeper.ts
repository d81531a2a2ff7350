import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@one-card/database';
import { config } from '../config';
import { NoticeService } from './notice.service';

/** Windows also end without anybody doing anything. Several processes may look: each takes what no other holds. */
@Injectable()
export class NoticeSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(NoticeSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly notices: NoticeService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep().finally(() => (this.sweeping = undefined));
    }, config.noticeSweepMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  private async sweep(): Promise<void> {
    try {
      while (await this.database.transaction((tx) => this.notices.closeDue(tx)));
    } catch (error) {
      this.logger.warn(`notices could not be closed, which is tried again: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
