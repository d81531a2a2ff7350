import { setTimeout as pause } from 'node:timers/promises';

/** What it says of itself when it is not the thing asked for: problem+json. */
interface Sentence {
  readonly code?: string;
  readonly detail?: string;
}

const EVERY_MS = 500;
/** Nobody may be left to wait for longer, whatever is away. */
const LIMIT_MS = 20_000;

/**
 * Somebody who keeps asking while a server is away: there must be an answer in time, and it must be the thing itself or 503 with a sentence.
 * A connection that breaks is none of its business: processes die meanwhile.
 */
export class Door {
  private readonly answers = new Map<string, number>();
  private slowestMs = 0;
  private readonly wrong = new Set<string>();

  constructor(private readonly ask: (signal: AbortSignal) => Promise<Response>) {}

  get breaches(): readonly string[] {
    return [...this.wrong];
  }

  /** What was answered since it was last told, and how often. */
  takeTold(): string {
    const each = [...this.answers].map(([what, times]) => `${what} ${String(times)} times`);
    const told = `${each.join(', ')}; slowest ${(this.slowestMs / 1000).toFixed(1)} s`;
    this.answers.clear();
    this.slowestMs = 0;
    return told;
  }

  async during<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const asking = (async () => {
      while (!over) {
        await this.knock();
        await pause(EVERY_MS);
      }
    })();
    try {
      return await work;
    } finally {
      over = true;
      await asking;
    }
  }

  private async knock(): Promise<void> {
    const from = performance.now();
    try {
      const response = await this.ask(AbortSignal.timeout(LIMIT_MS));
      this.heard(response.status, (await response.json().catch(() => ({}))) as Sentence);
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') this.wrong.add(`no answer within ${String(LIMIT_MS / 1000)} s`);
    }
    this.slowestMs = Math.max(this.slowestMs, performance.now() - from);
  }

  private heard(status: number, { code, detail }: Sentence): void {
    const what = status < 400 ? String(status) : [status, code, detail].filter((each) => each !== undefined).join(' ');
    this.answers.set(what, (this.answers.get(what) ?? 0) + 1);
    const fine = status < 400 || (status === 503 && detail !== undefined);
    if (!fine) this.wrong.add(`while a server was away: ${what}`);
  }
}
