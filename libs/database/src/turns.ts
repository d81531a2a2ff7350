import { Transient } from './errors';

/** Whoever waits longer is told to come again: a server that hangs must not gather everybody who asks. */
const LONGEST_WAIT_MS = 10_000;

/** Lets so many do something at once; the others wait in the order in which they came. */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  constructor(
    private free: number,
    private readonly longestWaitMs = LONGEST_WAIT_MS,
  ) {}

  get queue(): number {
    return this.waiting.length;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        reject(new Transient(`no connection was free within ${String(this.longestWaitMs)} ms`));
      }, this.longestWaitMs);
      this.waiting.push(go);
    });
  }
}
