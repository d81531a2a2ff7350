import type { TreasuryAnswer, TreasuryApplication } from '@one-card/contracts';
import { TreasuryPort } from '../../../services/payment-orchestration/src/treasury/treasury-port';

/** The treasury's two folders, in memory. It answers when the schedule says so. */
export class SimulatedTreasury extends TreasuryPort {
  readonly applications = new Map<string, TreasuryApplication>();
  private readonly answers = new Map<string, TreasuryAnswer>();
  private readonly answered = new Set<string>();
  /** answers that the service could not book, of which there should be none */
  readonly faulty: string[] = [];

  submit(application: TreasuryApplication): Promise<void> {
    this.applications.set(application.applicationNo, application);
    return Promise.resolve();
  }

  async *waiting(): AsyncIterable<{ name: string; answer: TreasuryAnswer }> {
    for (const [name, answer] of [...this.answers]) yield { name, answer };
  }

  putAside(name: string, as: 'booked' | 'faulty'): Promise<void> {
    if (as === 'faulty') this.faulty.push(name);
    this.answers.delete(name);
    return Promise.resolve();
  }

  watch(): () => void {
    return () => undefined;
  }

  get unanswered(): TreasuryApplication[] {
    return [...this.applications.values()].filter(({ applicationNo }) => !this.answered.has(applicationNo));
  }

  get hasMail(): boolean {
    return this.answers.size > 0;
  }

  answer(answer: TreasuryAnswer): void {
    this.answered.add(answer.applicationNo);
    this.answers.set(answer.applicationNo, answer);
  }

  begin(): void {
    this.applications.clear();
    this.answers.clear();
    this.answered.clear();
    this.faulty.length = 0;
  }
}
