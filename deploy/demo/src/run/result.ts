import type { Report, Totals } from '@one-card/contracts';
import { groupLag } from '@one-card/kafka';
import { api, type IndicatorTotals, type Ledger, type PaymentTotals, type SupervisedTotals } from './api';
import type { Place, Run } from './context';
import { until } from './wait';

const SERVICES = ['policy-catalog', 'recipient-registry', 'eligibility-check', 'payment-orchestration', 'bank-gateway', 'disclosure', 'supervision'];
const same = (a: Totals, b: Totals) => a.count === b.count && a.amountFen === b.amountFen;

export interface Sums {
  payment: PaymentTotals;
  indicators: IndicatorTotals;
  disclosed: Totals;
  supervised: SupervisedTotals;
  ledger: Ledger;
}

export async function sumsOf(run: Run): Promise<Sums> {
  const [finance, supervisor] = await Promise.all([run.people.holding('finance-reviewer'), run.people.holding('supervisor')]);
  const [payment, indicators, disclosed, supervised, ledger] = await Promise.all([
    finance.get<PaymentTotals>(`${api.payment}/totals`),
    finance.get<IndicatorTotals>(`${api.payment}/indicators/totals`),
    run.people.public().get<Totals>(`${api.disclosure}/totals`),
    supervisor.get<SupervisedTotals>(`${api.supervision}/totals`),
    ledgerOf(run.place),
  ]);
  return { payment, indicators, disclosed, supervised, ledger };
}

/** The bank's own book, from the bank and not from the platform. */
async function ledgerOf(place: Place): Promise<Ledger> {
  return until('the bank shows its ledger', 60, async () => {
    const response = await fetch(new URL('/api/bank-simulator/ledger', place.bankSimulatorUrl)).catch(() => undefined);
    return response?.ok ? ((await response.json()) as Ledger) : undefined;
  });
}

/** Paid, credited, disclosed and supervised agree, and bounced money is back: the last fact has arrived everywhere. */
export async function arrived(run: Run): Promise<void> {
  await until('the last fact is disclosed and supervised', run.limitSeconds, async () => {
    const { payment, indicators, disclosed, supervised, ledger } = await sumsOf(run);
    const { paid, bounced } = payment.outcome;
    run.tell(`paid ${paid.count}, disclosed ${disclosed.count}, supervised ${supervised.outcome.paid.count}, refunded ${ledger.refundedFen} fen`);
    const known =
      same(paid, disclosed) && same(payment.entered, supervised.entered) && same(paid, supervised.outcome.paid) && same(paid, ledger.credited);
    const back = ledger.refundedFen === bounced.amountFen && indicators.reservedFen === '0';
    return known && back ? true : undefined;
  });
}

export async function lagOf(place: Place): Promise<number> {
  const lags = await Promise.all(SERVICES.map((group) => groupLag(place.kafkaBrokers, group)));
  return lags.reduce((sum, { lag }) => sum + lag, 0);
}

export async function deadLettersOf(run: Run): Promise<number> {
  const admin = await run.people.holding('system-admin');
  let sum = 0;
  for (const service of SERVICES) for await (const letter of admin.all(`/api/${service}/dead-letters`)) if (letter !== undefined) sum++;
  return sum;
}

/** Largest resident memory of each process since it started, as the launcher sampled it. */
export async function peakMemoryOf(place: Place): Promise<Record<string, number>> {
  const response = await fetch(new URL('/status', place.controlUrl));
  const { processes } = (await response.json()) as { processes: Record<string, { peakRssMiB: number }> };
  return Object.fromEntries(Object.entries(processes).map(([name, { peakRssMiB }]) => [name, Math.round(peakRssMiB)]));
}

export function reportOf(
  run: Run,
  sums: Sums,
  times: { setupSeconds: number; seconds: number },
): Omit<Report, 'planted' | 'falseHits' | 'peakRssMiB' | 'lag' | 'deadLetters'> {
  const { payment, indicators, disclosed, supervised, ledger } = sums;
  const lines = run.county.rolls.reduce((sum, roll) => sum + roll.lines, 0);
  const rounded = (seconds: number) => Math.round(seconds * 10) / 10;
  return {
    format: 'one-card.report.v1',
    lines,
    batches: run.batches.length,
    setupSeconds: rounded(times.setupSeconds),
    seconds: rounded(times.seconds),
    linesPerSecond: Math.round(lines / times.seconds),
    entered: payment.entered,
    outcome: payment.outcome,
    bank: {
      funded: ledger.fundedFen,
      credited: ledger.credited,
      refunded: ledger.refundedFen,
      held: ledger.heldFen,
      creditedTwice: ledger.creditedTwice,
      creditedUnordered: ledger.creditedUnordered,
    },
    indicators,
    disclosed,
    supervised: supervised.entered,
    stages: run.stages.report(),
    faults: { kills: 0, worstRecoverySeconds: 0 },
  };
}
