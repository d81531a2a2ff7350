import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@one-card/database';
import { BackgroundWork } from '@one-card/service';
import { BehaviourService } from '../behaviour/behaviour.service';
import { config } from '../config';
import { type Letter, LetterService } from './letter.service';

/** Posts answers and refunds to the gateway until they have arrived. */
@Injectable()
export class LetterPoster extends BackgroundWork {
  private readonly logger = new Logger(LetterPoster.name);

  constructor(
    private readonly letters: LetterService,
    private readonly behaviour: BehaviourService,
    database: Database,
  ) {
    super({ name: 'posting answers', sweepMs: config.sweepMs, nudgedBy: database });
  }

  protected async work(): Promise<boolean> {
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
