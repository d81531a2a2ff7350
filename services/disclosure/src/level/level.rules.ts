import { type Publicity } from '../publicity/publicity.rules';
import { LEAST_GROUP } from '../publicity/publicity.rules';

export interface Sum {
  readonly lines: number;
  readonly amountFen: string;
  readonly people: number | null;
}

export interface PolicySum extends Sum {
  readonly code: string | null;
  readonly name: string;
  readonly publicity: Publicity;
}

export const addSums = (some: readonly Pick<Sum, 'lines' | 'amountFen'>[]): { lines: number; amountFen: string } => ({
  lines: some.reduce((sum, { lines }) => sum + lines, 0),
  amountFen: String(some.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n)),
});

/** Totals-only policies under which few people were paid in a place stand together, so that no sum tells of a few; the sums still agree. */
export function withFewTogether(policies: readonly PolicySum[], name: string): PolicySum[] {
  const few = policies.filter(({ publicity, people }) => publicity === 'totals' && (people ?? 0) < LEAST_GROUP);
  const shown = policies.filter((policy) => !few.includes(policy));
  return few.length === 0 ? shown : [...shown, { code: null, name, publicity: 'totals', people: null, ...addSums(few) }];
}
