import { type MistakeName, mistakeNames } from './mistakes';

export interface Options {
  readonly first: number;
  readonly seeds: number;
  readonly workers: number;
  readonly mistake: MistakeName | undefined;
  /** every step, not only the last ones */
  readonly whole: boolean;
}

export const USAGE = `npm run sim -- [--seeds N] [--seed X] [--workers W] [--mistake ${mistakeNames.join('|')}] [--trace]
  --seeds N    so many seeds, from 1 or from X on; 100 if neither is given
  --seed X     this one, exactly as it was when it failed
  --workers W  processes side by side (2)
  --mistake M  puts a known mistake back, to see that it is found
  --trace      tells every step of a seed that fails`;

export class UsageError extends Error {}

export function readOptions(args: readonly string[]): Options {
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const name = args[at] ?? '';
    if (!['--seeds', '--seed', '--workers', '--mistake', '--trace'].includes(name)) throw new UsageError(`unknown option ${name}`);
    given.set(name, name === '--trace' ? 'true' : (args[++at] ?? ''));
  }
  const number = (name: string, otherwise: number): number => {
    const value = Number(given.get(name) ?? otherwise);
    if (!Number.isSafeInteger(value) || value < 1) throw new UsageError(`${name} takes a whole number from 1 on`);
    return value;
  };
  const mistake = given.get('--mistake');
  if (mistake !== undefined && !(mistakeNames as string[]).includes(mistake))
    throw new UsageError(`--mistake takes one of ${mistakeNames.join(', ')}`);
  return {
    first: number('--seed', 1),
    seeds: number('--seeds', given.has('--seed') ? 1 : 100),
    workers: number('--workers', 2),
    mistake: mistake as MistakeName | undefined,
    whole: given.has('--trace'),
  };
}
