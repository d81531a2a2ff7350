import type { LineFacts } from '@one-card/contracts';

export interface VillageSum {
  lines: number;
  amountFen: bigint;
}

export interface Moved {
  /** indices of the lines */
  readonly paid: number[];
  readonly unpaid: number[];
}

/** Lines that came to be paid, and lines that no longer are (a bank's late word). */
export function movedBy({ from, to }: LineFacts['lines']): Moved {
  const moved: Moved = { paid: [], unpaid: [] };
  to.forEach((after, at) => {
    const before = from[at];
    if (after === before) return;
    if (after === 'paid') moved.paid.push(at);
    if (before === 'paid') moved.unpaid.push(at);
  });
  return moved;
}

/** Sums by village, in the order of their codes: who locks counters in one order never waits in a circle. */
export function sumByVillage({ villageCode, amountFen }: LineFacts['lines'], indices: readonly number[]): [string, VillageSum][] {
  const sums = new Map<string, VillageSum>();
  for (const at of indices) {
    const village = villageCode[at] ?? '';
    const sum = sums.get(village) ?? { lines: 0, amountFen: 0n };
    sum.lines += 1;
    sum.amountFen += BigInt(amountFen[at] ?? '0');
    sums.set(village, sum);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}
