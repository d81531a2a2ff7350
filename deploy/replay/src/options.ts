import { parseArgs } from 'node:util';

export const HELP = `npm run replay -- [--seed S] [--rebuild] [--state FOLDER]

On the platform of a finished run, which still runs and is idle: every event is delivered again to every service, from the beginning of every topic
and in a shuffled order that keeps only what the contracts promise; a hash over each service's tables before and after shows that nothing changed.
Ends with 0, or with 1 and the table and the first row that differ.

  --seed S         another order (default 1)
  --rebuild        what disclosure and supervision have made of others' events is deleted first, and is made anew from the topics
  --state FOLDER   the platform of another folder

Sealed chunks are deleted from their topics after seven days: a replay delivers what is still there, and a rebuild needs all of it.`;

export interface Wish {
  readonly seed: number;
  readonly rebuild: boolean;
}

/** Undefined: help was asked for. */
export function wishOf(args: readonly string[]): Wish | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: { seed: { type: 'string', default: '1' }, rebuild: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return undefined;
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`--seed ${values.seed}: a whole number is needed`);
  return { seed, rebuild: values.rebuild };
}
