import seedrandom from 'seedrandom';

/** Chance that repeats: the same seed makes the same county. */
export class Random {
  private readonly draw: () => number;

  constructor(seed: string) {
    this.draw = seedrandom(seed);
  }

  /** Whole number, both ends included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.draw() * (max - min + 1));
  }

  chance(share: number): boolean {
    return this.draw() < share;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  digits(count: number): string {
    let text = '';
    while (text.length < count) text += String(this.int(0, 9));
    return text;
  }
}
