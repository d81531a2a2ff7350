import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { TreasuryApplication } from '@one-card/contracts';
import { Database, isTransient, sql } from '@one-card/database';
import { WorkLoop } from '@one-card/service';
import { TreasuryPort } from './treasury-port';
import { FaultyAnswer, Vouchers } from './vouchers';

const SWEEP_MS = 500;

/** Carries applications out and answers in. Both are safe to repeat, so a crash between two steps loses nothing and doubles nothing. */
@Injectable()
export class TreasuryWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Treasury');
  private readonly loop = new WorkLoop({ name: 'treasury', sweepMs: SWEEP_MS, work: () => this.work() });
  private unwatch: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly port: TreasuryPort,
    private readonly vouchers: Vouchers,
  ) {}

  onApplicationBootstrap(): void {
    this.unwatch = this.port.watch(() => this.loop.nudge());
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.unwatch();
    await this.loop.stop();
  }

  private async work(): Promise<boolean> {
    await this.submit();
    for (const { name, answer } of await this.port.waiting()) await this.take(name, answer);
    return false;
  }

  private async submit(): Promise<void> {
    const waiting = await this.database.query<{ application_no: string; body: TreasuryApplication }>(sql`
      SELECT application_no, body FROM treasury_application WHERE written_at IS NULL ORDER BY application_no`);
    for (const { application_no, body } of waiting) {
      await this.port.submit(body);
      await this.database.query(sql`UPDATE treasury_application SET written_at = business_now() WHERE application_no = ${application_no}`);
    }
  }

  private async take(name: string, answer: Awaited<ReturnType<TreasuryPort['waiting']>>[number]['answer']): Promise<void> {
    try {
      if (answer instanceof Error) throw new FaultyAnswer(answer.message);
      await this.vouchers.book(answer);
      await this.port.putAside(name, 'booked');
    } catch (error) {
      if (isTransient(error) || !(error instanceof FaultyAnswer)) throw error;
      this.logger.error(`the treasury's answer ${name} cannot be booked: ${error.message}`);
      await this.port.putAside(name, 'faulty');
    }
  }
}
