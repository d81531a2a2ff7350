import type { Display } from './display';

export interface Stage {
  seconds: number;
  lines: number;
}

/** Seconds and lines by stage; stages of different batches overlap, so their seconds are not a sum. */
export class Stages {
  private readonly spans = new Map<string, { from: number; to: number; lines: number }>();

  constructor(private readonly display: Pick<Display, 'begin' | 'end'>) {}

  async time<T>(name: string, lines: number, work: () => Promise<T>): Promise<T> {
    this.display.begin(name);
    const from = performance.now();
    const result = await work();
    const span = this.spans.get(name) ?? { from, to: from, lines: 0 };
    this.spans.set(name, { from: Math.min(span.from, from), to: performance.now(), lines: span.lines + lines });
    this.display.end(name, (performance.now() - from) / 1000);
    return result;
  }

  report(): Record<string, Stage> {
    return Object.fromEntries([...this.spans].map(([name, { from, to, lines }]) => [name, { seconds: Math.round((to - from) / 10) / 100, lines }]));
  }
}
