import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@one-card/database';
import { WorkLoop } from '@one-card/service';
import { BehaviourService } from '../behaviour/behaviour.service';
import { config } from '../config';
import { type Letter, LetterService } from './letter.service';

/** Posts answers and refunds to the gateway until they have arrived. */
@Injectable()
export class LetterPoster implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LetterPoster.name);
  private readonly loop = new WorkLoop({ name: 'posting answers', work: () => this.some(), sweepMs: config.sweepMs });

  constructor(
    private readonly letters: LetterService,
    private readonly behaviour: BehaviourService,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.database.onCommit(() => this.loop.nudge());
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async some(): Promise<boolean> {
    if ((await this.behaviour.current()).down) return false;
    const due = await this.letters.claim(config.postsAtOnce);
    await Promise.all(due.map((letter) => this.post(letter)));
    return due.length > 0;
  }

  private async post(letter: Letter): Promise<void> {
    const status = await this.statusOf(letter);
    if (status === 200) return this.letters.arrived(letter);
    if (status === 422) {
      this.logger.error(`the gateway refuses a ${letter.kind} for good`);
      return this.letters.givenUp(letter);
    }
    return this.letters.again(letter);
  }

  /** 0 when nothing came back. */
  private async statusOf({ kind, body }: Letter): Promise<number> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: new Uint8Array(body) };
    try {
      const response = await fetch(`${config.bankGatewayUrl}/${kind}s`, { ...init, signal: AbortSignal.timeout(config.postTimeoutMs) });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  }
}
