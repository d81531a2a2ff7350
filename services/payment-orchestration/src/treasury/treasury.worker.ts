import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { TreasuryAnswer, TreasuryApplication } from '@one-card/contracts';
import { Database, isTransient, sql } from '@one-card/database';
import { WorkLoop } from '@one-card/service';
import { TreasuryPort } from './treasury-port';
import { Vouchers } from './vouchers';

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
    for await (const { name, answer } of this.port.waiting()) await this.take(name, answer);
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

  /** One that cannot be booked is put aside, so that it holds up no other; what may pass by waiting is tried again. */
  private async take(name: string, answer: TreasuryAnswer | Error): Promise<void> {
    const fault = await this.book(answer);
    if (fault !== undefined) this.logger.error(`the treasury's answer ${name} cannot be booked: ${fault.message}`);
    await this.port.putAside(name, fault === undefined ? 'booked' : 'faulty');
  }

  private async book(answer: TreasuryAnswer | Error): Promise<Error | undefined> {
    if (answer instanceof Error) return answer;
    try {
      await this.vouchers.book(answer);
      return undefined;
    } catch (error) {
      if (isTransient(error)) throw error;
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
