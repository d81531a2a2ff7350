import { OUTCOMES, type Report, type supervisionApi, type Totals } from '@one-card/contracts';
import { api, type Run } from '@one-card/demo';
import { booksOf, type Difference, reconcile } from '@one-card/reconcile';
import type { z } from 'zod';

type Verification = z.output<typeof supervisionApi.auditVerification>;

export const WORST_RECOVERY_SECONDS = 30;

const same = (a: Totals, b: Totals) => a.count === b.count && BigInt(a.amountFen) === BigInt(b.amountFen);
const told = ({ count, amountFen }: Totals) => `${String(count)} lines, ${amountFen} fen`;

function* unequal(what: string, a: Totals, b: Totals): Generator<string> {
  if (!same(a, b)) yield `${what}: ${told(a)} against ${told(b)}`;
}

/** What does not hold in a report, each in one sentence. */
export function* breachesOf(report: Report, asked: { kills: number }): Generator<string> {
  const { entered, outcome, bank, indicators, faults, planted } = report;
  const sum = OUTCOMES.reduce(
    (all, one) => ({ count: all.count + outcome[one].count, amountFen: String(BigInt(all.amountFen) + BigInt(outcome[one].amountFen)) }),
    { count: 0, amountFen: '0' },
  );
  yield* unequal('entered against the sum of outcomes', entered, sum);
  yield* unequal('paid against credited', outcome.paid, bank.credited);
  yield* unequal('paid against disclosed', outcome.paid, report.disclosed);
  yield* unequal('entered against supervised', entered, report.supervised);
  if (report.lines !== entered.count) yield `${String(report.lines)} lines were in the files, ${String(entered.count)} were entered`;
  if (BigInt(bank.funded) !== BigInt(bank.credited.amountFen) + BigInt(bank.refunded) + BigInt(bank.held))
    yield `funded ${bank.funded} fen is not credited, refunded and held`;
  if (BigInt(indicators.grantedFen) !== BigInt(indicators.availableFen) + BigInt(indicators.reservedFen) + BigInt(indicators.paidFen))
    yield `granted ${indicators.grantedFen} fen is not available, reserved and paid`;
  for (const [what, count] of Object.entries({
    'lines still under way': outcome.underWay.count,
    'lines credited twice': bank.creditedTwice,
    'lines credited unordered': bank.creditedUnordered,
    'dead letters': report.deadLetters,
    'messages unread': report.lag,
    'hits though nothing was planted': report.falseHits,
  }))
    if (count > 0) yield `${what}: ${String(count)}`;
  for (const [kind, { planted: all, caught }] of Object.entries(planted))
    if (caught < all) yield `planted ${kind}: ${String(caught)} of ${String(all)} caught`;
  if (faults.kills < asked.kills) yield `killed ${String(faults.kills)} times, asked for ${String(asked.kills)}`;
  if (faults.worstRecoverySeconds >= WORST_RECOVERY_SECONDS) yield `the worst recovery took ${String(faults.worstRecoverySeconds)} s`;
}

/** What the services' own books say against each other, down to the line. */
export async function differencesOf(run: Run): Promise<string[]> {
  const supervisor = await run.people.holding('supervisor');
  const ofBank = async <T>(path: string): Promise<T> => (await (await fetch(new URL(path, run.place.bankSimulatorUrl))).json()) as T;
  const { differences } = await reconcile(booksOf((path) => supervisor.get(path), ofBank));
  return differences.map(sentenceOf);
}

const MOST_LINES = 20;

function sentenceOf({ batchId, service, what, payment, theirs, lines }: Difference): string {
  const each = lines.slice(0, MOST_LINES).map((line) => `line ${String(line.line)}: ${line.payment ?? 'none'} against ${line.theirs ?? 'none'}`);
  return [`batch ${batchId ?? '–'}, ${what}: payment ${told(payment)}, ${service} ${told(theirs)}`, ...each].join('; ');
}

/** Every audit chain from its start. */
export async function brokenChainsOf(run: Run): Promise<string[]> {
  const supervisor = await run.people.holding('supervisor');
  const { broken } = await supervisor.post<Verification>(`${api.supervision}/audit/verify`);
  return broken.map(({ topic, partition, offset, why }) => `the audit chain of ${topic}/${String(partition)} breaks at ${offset}: ${why}`);
}
