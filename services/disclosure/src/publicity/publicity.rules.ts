import type { ListedBlock, places, PolicyVersion, publicity } from '@one-card/contracts';
import { maskName } from '@one-card/domain';
import type { z } from 'zod';

export type Publicity = z.output<ReturnType<typeof publicity>>;
export type Places = z.output<typeof places>;

const ONLY_TOTALS: Places = { village_board: 'totals', web_notice: 'totals', web_result: 'totals' };
const ORDER: readonly Publicity[] = ['totals', 'masked', 'full'];

/** Where a policy may show what. Paid to a guardian is paid for a child: totals everywhere, whatever the policy says (rule 6, 二.二.4(3)). */
export function placesOf({ payee, publicity }: Pick<PolicyVersion, 'payee' | 'publicity'>): Places {
  return payee === 'guardian' ? ONLY_TOTALS : publicity;
}

/** What the most open of all places shows: more is not even kept. */
export function widest(places: Places): Publicity {
  return ORDER.findLast((shown) => Object.values(places).includes(shown)) ?? 'totals';
}

export const stricter = (a: Publicity, b: Publicity): Publicity => (ORDER.indexOf(a) < ORDER.indexOf(b) ? a : b);

/** A name as a place of this publicity shows it. */
export function shownName(name: string | null, shown: Publicity): string | null {
  if (name === null || shown === 'totals') return null;
  return shown === 'full' ? name : maskName(name);
}

/** The names of a chunk that may be kept: those of listed lines, as the most open place shows them. Entry i is line firstLine + i. */
export function keptNames({ name, payeeName }: ListedBlock, chunk: { firstLine: number }, lines: readonly number[], shown: Publicity): ListedBlock {
  const listed = new Set(lines.map((line) => line - chunk.firstLine));
  const kept = (names: readonly (string | null)[]) => names.map((one, at) => (listed.has(at) ? shownName(one, shown) : null));
  return { name: kept(name), payeeName: kept(payeeName) };
}

/** In a group smaller than this a total of a totals-only policy would tell whose it is: the village is told only with its township. */
export const LEAST_GROUP = 5;
