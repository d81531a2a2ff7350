import type { Display } from './display';

export interface Stage {
  seconds: number;
  lines: number;
}

/** Seconds and lines by stage, summed over the turns of a run. */
export class Stages {
  private readonly stages = new Map<string, Stage>();

  constructor(private readonly display: Pick<Display, 'begin' | 'end'>) {}

  async time<T>(name: string, lines: number, work: () => Promise<T>): Promise<T> {
    this.display.begin(name);
    const from = performance.now();
    const result = await work();
    const seconds = (performance.now() - from) / 1000;
    const before = this.stages.get(name) ?? { seconds: 0, lines: 0 };
    this.stages.set(name, { seconds: before.seconds + seconds, lines: before.lines + lines });
    this.display.end(name, seconds);
    return result;
  }

  report(): Record<string, Stage> {
    return Object.fromEntries([...this.stages].map(([name, { seconds, lines }]) => [name, { seconds: Math.round(seconds * 100) / 100, lines }]));
  }
}
