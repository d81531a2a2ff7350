import { Injectable } from '@nestjs/common';
import { Database } from '@one-card/database';
import { BackgroundWork } from '@one-card/service';
import { config } from '../config';
import { NoticeService } from './notice.service';

/** Windows also end without anybody doing anything. Several processes may look: each takes what no other holds. */
@Injectable()
export class NoticeSweeper extends BackgroundWork {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticeService,
  ) {
    super({ name: 'closing of notices', sweepMs: config.noticeSweepMs });
  }

  protected work(): Promise<boolean> {
    return this.database.transaction((tx) => this.notices.closeDue(tx));
  }
}
