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
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly letters: LetterService,
    private readonly behaviour: BehaviourService,
    database: Database,
  ) {
    super({ name: 'posting answers', sweepMs: config.sweepMs, nudgedBy: database });
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await Promise.all(this.underWay);
  }

  /** Fills the places that are free, and waits for none. */
  protected async work(): Promise<boolean> {
    if (this.underWay.size >= config.postsAtOnce || (await this.behaviour.current()).down) return false;
    for (const letter of await this.letters.claim(config.postsAtOnce - this.underWay.size)) this.start(letter);
    return false;
  }

  /** What fails here is due again when the time of its claim is over. */
  private start(letter: Letter): void {
    const done: Promise<void> = this.post(letter)
      .catch((error: unknown) => this.logger.error({ err: error }, `a ${letter.kind} is posted again`))
      .finally(() => {
        this.underWay.delete(done);
        this.nudge();
      });
    this.underWay.add(done);
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
