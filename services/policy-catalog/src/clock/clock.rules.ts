import type { policyCatalogApi } from '@one-card/contracts';
import type { z } from 'zod';

const DAY_MS = 86_400_000;

/** By how much an advance moves business time: whole days, or to the beginning of a day in China. Not positive: it would go back. */
export function advanceBy({ days, to }: z.output<typeof policyCatalogApi.advanceClock>, now: Date): number {
  if (days !== undefined) return days * DAY_MS;
  return to === undefined ? 0 : Date.parse(`${to}T00:00:00+08:00`) - now.getTime();
}
