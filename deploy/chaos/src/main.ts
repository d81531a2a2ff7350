import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report as reportSchema, type Report } from '@one-card/contracts';
import {
  api,
  arrived,
  batchPlans,
  checkPlanted,
  deadLettersOf,
  Display,
  environment,
  lagOf,
  peakMemoryOf,
  People,
  place,
  prepare,
  reportOf,
  type Run,
  type Session,
  signInAll,
  Stages,
  sumsOf,
  tableOf,
  until,
} from '@one-card/demo';
import { misbehave } from './bank';
import { plansOf } from './batches';
import { Door } from './door';
import { Injector } from './injector';
import { HELP, type Wish, wishOf } from './options';
import { type Fault, faultPlan, hashOf, type Target } from './plan';
import { lagsOf, processesAt, readyAt, takeAway } from './processes';
import { Recoveries } from './recovery';
import { breachesOf, brokenChainsOf, differencesOf } from './verdict';
import { walkFurther, walkOwn } from './walks';

/** The longest that any one step may take. */
const LIMIT_SECONDS = 3600;
const RECOVERY_LIMIT_SECONDS = 120;

const told = (faults: readonly Fault[]): string =>
  (['kill', 'freeze', 'outage'] as const).map((kind) => `${String(faults.filter((fault) => fault.kind === kind).length)} ${kind}s`).join(', ');
const secondsSince = (from: number) => (performance.now() - from) / 1000;

async function chaos(wish: Wish): Promise<number> {
  const display = new Display();
  const faults = faultPlan(wish);
  display.line(`Plan of faults ${hashOf(faults)} (seed ${String(wish.seed)}): ${told(faults)}`);
  const began = performance.now();
  const { run, further } = await setUp(wish, display);
  const setupSeconds = secondsSince(began);
  display.end('set-up', setupSeconds);
  const recoveries = new Recoveries({
    processes: () => readyAt(run.place.controlUrl),
    lag: (groups: readonly Target[]) => lagsOf(run.place.kafkaBrokers, groups),
    now: () => performance.now(),
  });
  const door = new Door(asking(run.place.gatewayUrl, await run.people.holding('finance-reviewer')));
  const injector = new Injector(faults, {
    recoveries,
    processes: () => processesAt(run.place.controlUrl),
    takeAway: async (target, seconds) => {
      await door.during(takeAway(run.place.controlUrl, target, seconds));
      display.line(`         while ${target} was away: ${door.takeTold()}`);
    },
    tell: (line) => display.line(`         ✖ ${line}`),
  });
  process.on('exit', () => injector.thawAll());
  const from = performance.now();
  await walkAll(run, further, injector);
  await run.stages.time('recovery', 0, () => injector.end(RECOVERY_LIMIT_SECONDS));
  await run.stages.time('disclosure and supervision', linesOf(run), () => arrived(run));
  const report = await conclude(run, { setupSeconds, seconds: secondsSince(from) }, display);
  return judge(run, { ...report, faults: faultsOf(injector, recoveries) }, { recoveries, door, wish, display });
}

/** A page that passes the gateway, a service and its database, and needs somebody signed in. */
const asking =
  (gatewayUrl: string, session: Session) =>
  (signal: AbortSignal): Promise<Response> =>
    fetch(new URL(`${api.payment}/totals`, gatewayUrl), { headers: session.headers(), signal });

const linesOf = ({ county }: Run) => county.rolls.reduce((sum, { lines }) => sum + lines, 0);

async function setUp(wish: Wish, display: Display): Promise<{ run: Run; further: ReadonlySet<string> }> {
  display.begin('set-up');
  const where = place();
  const people = new People(where.gatewayUrl, environment('PERSONS'), environment('DEMO_PASSWORD'));
  const tell = (line: string) => display.tell(line);
  const { lines, plans, spare } = plansOf(batchPlans, wish.lines, wish.kills);
  const { county, batches } = await prepare(where, people, { lines, seed: wish.seed, plans }, tell);
  const run: Run = { place: where, people, county, batches, stages: new Stages(display), limitSeconds: LIMIT_SECONDS, tell };
  tell('signing in');
  await signInAll(run);
  await misbehave(where.bankSimulatorUrl, wish.seed);
  return { run, further: new Set(spare) };
}

/** What was not needed of the further batches was never entered: the run is what was walked. */
async function walkAll(run: Run, further: ReadonlySet<string>, injector: Injector): Promise<void> {
  const own = run.batches.filter(({ plan }) => !further.has(plan.label));
  await walkOwn(run, own, injector);
  const spare = run.batches.filter(({ plan }) => further.has(plan.label));
  run.batches = [...own, ...(await walkFurther(run, spare, injector))];
  const labels = new Set(run.batches.map(({ plan }) => plan.label));
  run.county.rolls = run.county.rolls.filter(({ label }) => labels.has(label));
}

async function conclude(run: Run, times: { setupSeconds: number; seconds: number }, display: Display): Promise<Report> {
  display.begin('report');
  const lag = await until('every consumer has read all', 120, async () => ((await lagOf(run.place)) === 0 ? 0 : undefined));
  return {
    ...reportOf(run, await sumsOf(run), times),
    ...(await checkPlanted(run)),
    peakRssMiB: await peakMemoryOf(run.place),
    lag,
    deadLetters: await deadLettersOf(run),
  };
}

function faultsOf({ kills, freezes }: Injector, recoveries: Recoveries): Report['faults'] {
  const worst = recoveries.worst('kill')?.seconds ?? 0;
  return { kills, freezes, worstRecoverySeconds: Math.round(worst * 10) / 10 };
}

interface Judging {
  readonly recoveries: Recoveries;
  readonly door: Door;
  readonly wish: Wish;
  readonly display: Display;
}

async function judge(run: Run, report: Report, { recoveries, door, wish, display }: Judging): Promise<number> {
  const text = `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`;
  const file = join(run.place.state, 'report.json');
  writeFileSync(file, text);
  if (wish.report !== undefined) writeFileSync(wish.report, text);
  display.line(`\n${await tableOf(run, report)}`);
  for (const kind of ['kill', 'freeze', 'outage'] as const) {
    const worst = recoveries.worst(kind);
    if (worst) display.line(`Worst recovery after ${kind === 'outage' ? 'an' : 'a'} ${kind}: ${worst.target}, ${worst.seconds.toFixed(1)} s`);
  }
  const unrecovered = recoveries.left.map((target) => `${target} has not recovered`);
  const breaches = [...breachesOf(report, wish), ...door.breaches, ...unrecovered, ...(await differencesOf(run)), ...(await brokenChainsOf(run))];
  for (const breach of breaches) display.line(`✖ ${breach}`);
  if (breaches.length === 0) display.line('Everything recovered by itself, and every book agrees.');
  display.line(`Report: ${wish.report ?? file}`);
  return breaches.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const wish = wishOf(process.argv.slice(2));
  if (!wish) console.log(HELP);
  // The launcher asks first, before it starts a platform for nothing.
  else if (process.env.ONLY_CHECK_OPTIONS === undefined) return chaos(wish);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`\nThe chaos ended: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.ONE_CARD_DEBUG) console.error(error);
    process.exit(1);
  },
);
