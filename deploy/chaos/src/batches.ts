import type { BatchPlan } from '@one-card/demo';

/** Benefits paid each month stand on the notice given when they were granted, so that nobody has to wait for a window. */
const MONTHLY = ['old-age', 'disabled-care'];
const MONTHS = [9, 8, 7, 6, 5, 4, 3, 2, 1];
const KILLS_A_BATCH = 5;
const LEAST_LINES = 24;

export interface Plans {
  readonly lines: number;
  readonly plans: BatchPlan[];
  readonly spare: readonly string[];
}

/** The run's own batches with all of its lines, and small further ones for the kills that they leave over. */
export function plansOf(own: readonly BatchPlan[], lines: number, kills: number): Plans {
  const portion = Math.max(LEAST_LINES, Math.round(lines / 200));
  const further = MONTHS.flatMap((month) => MONTHLY.map((policyCode) => furtherBatch(policyCode, month, portion)));
  const spare = further.slice(0, Math.max(1, Math.ceil(kills / KILLS_A_BATCH)));
  return {
    lines: lines + spare.length * portion,
    plans: [...own.map((plan) => ({ ...plan, share: plan.share * lines })), ...spare],
    spare: spare.map(({ label }) => label),
  };
}

function furtherBatch(policyCode: string, month: number, share: number): BatchPlan {
  const two = String(month).padStart(2, '0');
  const last = new Date(Date.UTC(2026, month, 0)).getUTCDate();
  return {
    label: `${policyCode}-${String(month)}`,
    policyCode,
    kind: 'regular',
    periodFrom: `2026-${two}-01`,
    periodTo: `2026-${two}-${String(last)}`,
    share,
  };
}
