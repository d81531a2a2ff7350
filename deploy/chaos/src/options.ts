import { parseArgs } from 'node:util';
import { GROUND, type Outage } from './plan';

export const HELP = `npm run chaos -- [--lines N] [--kills K] [--seed S] [--outage SERVER=SECONDS,…] [--report FILE] [--exit]

A payment run like the demo's, while processes die and freeze at random moments and the bank misbehaves. At the end everything must have recovered
by itself, and every book must agree: it ends with 0, or with 1 and names what does not hold.

  --lines N      payment lines of the run (default 100000, at least 300)
  --kills K      so many processes are killed (SIGKILL), and a tenth as many frozen (SIGSTOP) for 5 to 25 seconds (default 100)
  --outage …     takes Kafka or PostgreSQL away for so long besides, e.g. kafka=60,postgres=60; then --kills may be 0
  --seed S       another plan of faults, and another county (default 1); the same seed gives the same plan
  --exit         stop the platform at the end; without it the platform stays and can be looked at
  --report FILE  write the report (JSON, one-card.report.v1) there too; it always stands in .local/report.json

A kill counts only while lines are under way: when the run's lines are paid before the last kill, further small batches go on until it is done.`;

export interface Wish {
  readonly lines: number;
  readonly kills: number;
  readonly seed: number;
  readonly outages: readonly Outage[];
  readonly report?: string;
}

/** With fewer lines, some batch would have none to plant its faults into. */
const LEAST_LINES = 300;

/** Undefined: help was asked for. */
export function wishOf(args: readonly string[]): Wish | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      lines: { type: 'string', default: '100000' },
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      outage: { type: 'string', default: '' },
      report: { type: 'string' },
      exit: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const outages = values.outage.split(',').filter(Boolean).map(outageOf);
  return {
    lines: whole(values.lines, 'lines', LEAST_LINES),
    kills: whole(values.kills, 'kills', outages.length > 0 ? 0 : 1),
    outages,
    seed: whole(values.seed, 'seed', 0),
    ...(values.report === undefined ? {} : { report: values.report }),
  };
}

function outageOf(text: string): Outage {
  const [name, seconds = ''] = text.split('=');
  const target = GROUND.find((one) => one === name);
  if (target === undefined) throw new Error(`--outage ${text}: ${GROUND.join('=SECONDS or ')}=SECONDS is needed`);
  return { target, seconds: whole(seconds, `outage ${target}`, 1) };
}

function whole(text: string, name: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least) throw new Error(`--${name} ${text}: a whole number of at least ${least} is needed`);
  return number;
}
