import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { report as reportSchema } from '@one-card/contracts';
import { checkPlanted } from './run/check';
import type { Run } from './run/context';
import { Display } from './run/display';
import { environment, place } from './run/environment';
import { People } from './run/people';
import { openBatch, prepare } from './run/prepare';
import { arrived, deadLettersOf, lagOf, peakMemoryOf, reportOf, sumsOf } from './run/result';
import { Stages } from './run/stages';
import { tableOf } from './run/table';
import { until } from './run/wait';
import { walk } from './run/walk';

const HELP = `npm run demo -- [--lines N] [--seed S] [--exit] [--report FILE]

One payment run of a county, from the townships' rolls to the money on the cards, through every service.

  --lines N      payment lines over all batches (default 20000, at least 300)
  --seed S       another county: people, rolls and planted faults follow from it (default 1)
  --exit         stop the platform at the end; without it the platform stays and can be looked at
  --report FILE  write the report (JSON, one-card.report.v1) there too; it always stands in .local/report.json

Rolls lie in .local/rolls/, what was planted into them in .local/truth.json.`;

/** With fewer, some batch would have no line to plant its faults into. */
const LEAST_LINES = 300;
/** The longest that any one step may take, of a run of a million lines. */
const LIMIT_SECONDS = 1800;

interface Ask {
  lines: number;
  seed: number;
  report?: string;
}

function ask(): Ask | undefined {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string' },
      seed: { type: 'string' },
      exit: { type: 'boolean' },
      report: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const whole = (text: string, name: string, least: number): number => {
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < least) throw new Error(`--${name} ${text}: a whole number of at least ${least} is needed`);
    return number;
  };
  return {
    lines: whole(values.lines ?? '20000', 'lines', LEAST_LINES),
    seed: whole(values.seed ?? '1', 'seed', 0),
    ...(values.report === undefined ? {} : { report: values.report }),
  };
}

const secondsSince = (from: number) => (performance.now() - from) / 1000;

async function demo(wish: Ask): Promise<number> {
  const began = performance.now();
  const display = new Display();
  const where = place();
  const people = new People(where.gatewayUrl, environment('PERSONS'), environment('DEMO_PASSWORD'));
  const tell = (line: string) => display.tell(line);
  display.begin('set-up');
  const { county, batches } = await prepare(where, people, wish, tell);
  const run: Run = { place: where, people, county, batches, stages: new Stages(display), limitSeconds: LIMIT_SECONDS, tell };
  const setupSeconds = secondsSince(began);
  display.end('set-up', setupSeconds);

  const from = performance.now();
  await payInTurn(run);
  await run.stages.time(
    'disclosure and supervision',
    county.rolls.reduce((sum, { lines }) => sum + lines, 0),
    () => arrived(run),
  );
  const times = { setupSeconds, seconds: secondsSince(from) };
  return conclude(run, times, display, wish);
}

/** Batches side by side, but what supplements another only after that is paid. */
async function payInTurn(run: Run): Promise<void> {
  for (const turn of [run.batches.filter(({ plan }) => !plan.after), run.batches.filter(({ plan }) => plan.after)]) {
    for (const batch of turn) await openBatch(run.people, run.county, batch);
    if (turn.length > 0) await walk(run, turn);
  }
}

async function conclude(run: Run, times: { setupSeconds: number; seconds: number }, display: Display, wish: Ask): Promise<number> {
  display.begin('report');
  const lag = await until('every consumer has read all', 120, async () => ((await lagOf(run.place)) === 0 ? 0 : undefined));
  const report = reportSchema.parse({
    ...reportOf(run, await sumsOf(run), times),
    ...(await checkPlanted(run)),
    peakRssMiB: await peakMemoryOf(run.place),
    lag,
    deadLetters: await deadLettersOf(run),
  });
  const text = `${JSON.stringify(report, null, 2)}\n`;
  writeFileSync(join(run.place.state, 'report.json'), text);
  if (wish.report !== undefined) writeFileSync(wish.report, text);
  display.line(`\n${await tableOf(run, report)}`);
  display.line(`Report: ${wish.report ?? join(run.place.state, 'report.json')}`);
  return 0;
}

async function main(): Promise<number> {
  const wish = ask();
  // The launcher asks first, before it starts a platform for nothing.
  if (wish && process.env.ONLY_CHECK_OPTIONS !== undefined) return 0;
  if (wish) return demo(wish);
  console.log(HELP);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`\nThe demo ended: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.ONE_CARD_DEBUG) console.error(error);
    process.exit(1);
  },
);
