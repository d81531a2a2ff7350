import { parseArgs } from 'node:util';

export const HELP = `npm run bench -- [--lines N] [--batches B] [--replicas SERVICE=N,…] [--api] [--profile] [--cpu-prof SERVICE,…] [--report FILE] [--exit]
npm run bench -- --small [--exit]

Payment runs as fast as they go, from the townships' rolls to the money on the cards, through every service; then its floor: one process
that writes the same final state to the same PostgreSQL with nothing but COPY. The ratio of the two is the figure that counts.

  --lines N              payment lines over all batches (default 1000000, at least 1000)
  --batches B            batches side by side (default 5, at most 20)
  --seed S               another county (default 1)
  --replicas SERVICE=N,… more than one process of a service
  --profile              seconds by stage, CPU seconds by process, dearest statements, what waited; also in .local/profile.json
  --cpu-prof SERVICE,…   the functions in which these services spend their time; this slows them
  --api                  while the run goes on, 200 requests a second of people looking and writing: how long they wait
  --small                instead of all this: what a batch of 20 lines takes from upload to paid, every post answering at once
  --no-floor             leave the floor out
  --report FILE          write the report (JSON, one-card.report.v1) there too; it always stands in .local/report.json
  --exit                 stop the platform at the end

Of the lines 2 % are hits (the beneficiary has died) and 2 % bounce (the account is frozen).`;

export interface Wish {
  readonly lines: number;
  readonly batches: number;
  readonly seed: number;
  readonly profile: boolean;
  readonly floor: boolean;
  readonly api: boolean;
  readonly small: boolean;
  readonly report?: string;
  /** Only read what Node sampled, in this folder. */
  readonly functions?: string;
}

const LEAST_LINES = 1000;
const MOST_BATCHES = 20;

/** Undefined: help was asked for. */
export function wishOf(args: readonly string[]): Wish | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      lines: { type: 'string', default: '1000000' },
      batches: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      profile: { type: 'boolean', default: false },
      api: { type: 'boolean', default: false },
      small: { type: 'boolean', default: false },
      'no-floor': { type: 'boolean', default: false },
      report: { type: 'string' },
      functions: { type: 'string' },
      exit: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  return {
    lines: whole(values.lines, 'lines', LEAST_LINES),
    batches: whole(values.batches, 'batches', 1, MOST_BATCHES),
    seed: whole(values.seed, 'seed', 0),
    profile: values.profile,
    floor: !values['no-floor'],
    api: values.api,
    small: values.small,
    report: values.report,
    functions: values.functions,
  };
}

function whole(text: string, name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least || number > most)
    throw new Error(
      `--${name} ${text}: a whole number of at least ${least}${most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : ''} is needed`,
    );
  return number;
}
