import { paymentOrchestrationApi } from '@one-card/contracts';
import type { z } from 'zod';

export type BatchKind = z.output<typeof paymentOrchestrationApi.openBatch>['kind'];

/** One batch of the demo: a policy, a period and its share of the lines. */
export interface BatchPlan {
  /** Names the batch's files: `.local/rolls/<label>/<township>.csv`. */
  readonly label: string;
  readonly policyCode: string;
  readonly kind: BatchKind;
  readonly share: number;
  readonly periodFrom: string;
  readonly periodTo: string;
  /** Fund and area of a rate computed from them: 103,370,000 yuan over 1,108,908.123 mu are 93.21 yuan a mu, truncated. */
  readonly fundFen?: string;
  readonly areaMilli?: number;
  /** Opened only when that batch is paid. */
  readonly after?: string;
}

const year = { periodFrom: '2026-01-01', periodTo: '2026-12-31' };
const month = { periodFrom: '2026-10-01', periodTo: '2026-10-31' };

/** Per person and per household, flat and by area, yearly and monthly, own card, head's and guardian's. Shares add up to 1. */
export const batchPlans: readonly BatchPlan[] = [
  { label: 'land-fertility', policyCode: 'land-fertility', kind: 'regular', share: 0.3, ...year, fundFen: '10337000000', areaMilli: 1_108_908_123 },
  { label: 'soy-maize', policyCode: 'soy-maize', kind: 'regular', share: 0.12, ...year },
  { label: 'resettlement', policyCode: 'resettlement', kind: 'regular', share: 0.16, ...year },
  { label: 'machinery', policyCode: 'machinery', kind: 'regular', share: 0.05, ...year },
  { label: 'old-age', policyCode: 'old-age', kind: 'regular', share: 0.17, ...month },
  { label: 'disabled-care', policyCode: 'disabled-care', kind: 'regular', share: 0.1, ...month },
  { label: 'elder-care', policyCode: 'elder-care', kind: 'regular', share: 0.05, ...month },
  { label: 'orphan', policyCode: 'orphan', kind: 'regular', share: 0.03, ...month },
  { label: 'disabled-care-supplement', policyCode: 'disabled-care', kind: 'supplement', share: 0.02, ...month, after: 'disabled-care' },
];

/** Splits a count by weights so that the parts add up to it (largest remainders first). */
export function split(count: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (count * weight) / total);
  const parts = exact.map(Math.floor);
  const missing = count - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact.map((value, index) => ({ index, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
