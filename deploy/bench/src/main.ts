import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report as reportSchema, type Report } from '@one-card/contracts';
import {
  arrived,
  checkPlanted,
  deadLettersOf,
  Display,
  environment,
  lagOf,
  openBatch,
  peakMemoryOf,
  type BatchPlan,
  type Place,
  People,
  place,
  prepare,
  reportOf,
  type Run,
  Stages,
  sumsOf,
  tableOf,
  until,
  walk,
} from '@one-card/demo';
import { type ApiLatency, loadApi } from './api-load';
import { Floor, type FloorResult } from './floor/floor';
import { HELP, type Wish, wishOf } from './options';
import { planting, plansOf, smallPlans } from './plan';
import { printFunctions } from './profile/functions';
import { RunProfile, type ProfileReport } from './profile/profile';
import { latencies } from './small';
import { apiLine, floorTable, latencyTable, profileTables } from './tables';

/** The longest that any one step may take. */
const LIMIT_SECONDS = 3600;
const CHUNK = 2000;
const SMALL = { batches: 5, lines: 20 };
const MOST_FUNCTIONS = 25;

const secondsSince = (from: number) => (performance.now() - from) / 1000;
const steadyMicroseconds = (): number => Number(process.hrtime.bigint() / 1000n);

interface Measured {
  run: Run;
  setupSeconds: number;
  seconds: number;
  profile?: ProfileReport;
  api?: ApiLatency;
}

async function bench(wish: Wish): Promise<number> {
  const display = new Display();
  const where = place();
  const began = performance.now();
  display.begin('set-up');
  const portion = wish.lines / wish.batches >= CHUNK ? CHUNK : 1;
  const run = await setUp(where, wish, plansOf(wish.batches), portion, display);
  const floor = await Floor.begin(environment('ADMIN_URL'), join(where.state, 'floor'));
  const setupSeconds = secondsSince(began);
  display.end('set-up', setupSeconds);
  const measured = await measure(run, wish, display, setupSeconds);
  const report = await conclude(measured, display);
  const result = wish.floor ? await writeFloor(floor, display) : undefined;
  await publish({ ...report, ...(result ? { floor: ratioOf(report, result) } : {}) }, measured, wish, display);
  if (result) display.line(floorTable(result));
  return 0;
}

async function small(wish: Wish): Promise<number> {
  const display = new Display();
  const plans = smallPlans(SMALL.batches);
  const run = await setUp(place(), { ...wish, lines: SMALL.batches * SMALL.lines }, plans, SMALL.lines, display);
  const found = await latencies(run);
  await arrived(run);
  display.line(latencyTable(found));
  return 0;
}

async function setUp(where: Place, wish: Wish, plans: readonly BatchPlan[], portion: number, display: Display): Promise<Run> {
  const people = new People(where.gatewayUrl, environment('PERSONS'), environment('DEMO_PASSWORD'));
  const tell = (line: string) => display.tell(line);
  const { county, batches } = await prepare(where, people, { lines: wish.lines, seed: wish.seed, plans, planting, portion }, tell);
  const run: Run = { place: where, people, county, batches, stages: new Stages(display), limitSeconds: LIMIT_SECONDS, tell };
  tell('opening the batches, signing in');
  for (const batch of batches) await openBatch(people, county, batch);
  await signIn(run);
  return run;
}

/** Whoever acts in the run has signed in before it. */
async function signIn({ people, county, batches }: Run): Promise<void> {
  for (const division of new Set(county.rolls.map(({ townshipCode }) => townshipCode)))
    for (const post of ['township-clerk', 'township-reviewer'] as const) await people.holding(post, { division });
  for (const { department } of batches)
    for (const post of ['department-clerk', 'department-approver'] as const) await people.holding(post, { department });
  for (const post of ['finance-reviewer', 'treasury-operator', 'treasury-approver', 'supervisor', 'system-admin'] as const)
    await people.holding(post);
}

async function measure(run: Run, wish: Wish, display: Display, setupSeconds: number): Promise<Measured> {
  const profile = wish.profile ? await RunProfile.begin(run.place, environment('ADMIN_URL')) : undefined;
  const begin = display.begin.bind(display);
  display.begin = (stage) => {
    profile?.during(stage);
    begin(stage);
  };
  const endLoad = wish.api ? await loadApi(run) : undefined;
  const window = { from: steadyMicroseconds(), to: 0 };
  const from = performance.now();
  await walk(run, run.batches);
  const lines = run.county.rolls.reduce((sum, roll) => sum + roll.lines, 0);
  await run.stages.time('disclosure and supervision', lines, () => arrived(run));
  const seconds = secondsSince(from);
  window.to = steadyMicroseconds();
  const api = await endLoad?.();
  mkdirSync(join(run.place.state, 'profiles'), { recursive: true });
  writeFileSync(join(run.place.state, 'profiles', 'window.json'), JSON.stringify(window));
  return { run, setupSeconds, seconds, api, ...(profile ? { profile: await profile.end(run.stages) } : {}) };
}

async function conclude({ run, setupSeconds, seconds }: Measured, display: Display): Promise<Report> {
  display.begin('report');
  const lag = await until('every consumer has read all', 120, async () => ((await lagOf(run.place)) === 0 ? 0 : undefined));
  const peakRssMiB = await peakMemoryOf(run.place);
  return {
    ...reportOf(run, await sumsOf(run), { setupSeconds, seconds }),
    ...(await checkPlanted(run)),
    peakRssMiB,
    lag,
    deadLetters: await deadLettersOf(run),
  };
}

async function writeFloor(floor: Floor, display: Display): Promise<FloorResult> {
  display.begin('floor');
  const result = await floor.measure((line) => display.tell(line));
  display.end('floor', result.seconds);
  return result;
}

function ratioOf({ lines, seconds }: Report, floor: FloorResult): NonNullable<Report['floor']> {
  const ratio = Math.round((seconds / floor.seconds) * 100) / 100;
  return { seconds: Math.round(floor.seconds * 100) / 100, linesPerSecond: Math.round(lines / floor.seconds), ratio };
}

async function publish(report: Report, { run, profile, api }: Measured, wish: Wish, display: Display): Promise<void> {
  const text = `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`;
  const file = join(run.place.state, 'report.json');
  writeFileSync(file, text);
  if (wish.report !== undefined) writeFileSync(wish.report, text);
  display.line(`\n${await tableOf(run, report)}`);
  if (profile) {
    writeFileSync(join(run.place.state, 'profile.json'), `${JSON.stringify(profile, null, 2)}\n`);
    display.line(profileTables(profile, report.lines));
  }
  if (api) display.line(apiLine(api));
  display.line(`Report: ${wish.report ?? file}`);
}

async function main(): Promise<number> {
  const wish = wishOf(process.argv.slice(2));
  if (!wish) console.log(HELP);
  // The launcher asks first, before it starts a platform for nothing.
  else if (process.env.ONLY_CHECK_OPTIONS === undefined) {
    if (wish.functions === undefined) return wish.small ? small(wish) : bench(wish);
    printFunctions(wish.functions, MOST_FUNCTIONS, (line) => console.log(line));
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`\nThe bench ended: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.ONE_CARD_DEBUG) console.error(error);
    process.exit(1);
  },
);
