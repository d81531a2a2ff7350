import type { Outcome, ResultChunk } from '@one-card/contracts';

/** An answered line as it stands: `index` is its place in the result's columns. */
export interface KnownLine {
  readonly index: number;
  readonly villageCode: string;
  readonly bankCode: string | null;
  readonly was: Outcome;
  readonly line: number;
  /** the highest sequence heard of it; 0 when that is its first answer, or none */
  readonly heard: number;
}

export interface Answered {
  /** answered for the first time */
  readonly first: readonly KnownLine[];
  readonly credited: readonly KnownLine[];
  readonly bounced: readonly KnownLine[];
  /** bounced before, credited after all: a late success after an unknown outcome */
  readonly recovered: readonly KnownLine[];
  /** credited before, returned after all */
  readonly reversed: readonly KnownLine[];
}

/** Of each line the answer of the highest sequence, unless one as high was heard before: answers may come in any order. */
export function newestOf({ lines }: { lines: Pick<ResultChunk['lines'], 'sequence'> }, known: readonly KnownLine[]): KnownLine[] {
  const sequenceOf = ({ index }: KnownLine): number => lines.sequence[index] ?? 1;
  const newest = new Map<number, KnownLine>();
  for (const answered of known) {
    const other = newest.get(answered.line);
    if (sequenceOf(answered) > answered.heard && (other === undefined || sequenceOf(answered) > sequenceOf(other)))
      newest.set(answered.line, answered);
  }
  return [...newest.values()].sort((a, b) => a.index - b.index);
}

/** What each answer changes. One that says again what is known changes nothing. */
export function answeredBy({ lines }: Pick<ResultChunk, 'lines'>, known: readonly KnownLine[]): Answered {
  const of = (state: 'credited' | 'bounced', was: Outcome) => known.filter((line) => line.was === was && lines.state[line.index] === state);
  const [credited, bounced] = [of('credited', 'underWay'), of('bounced', 'underWay')];
  return { first: [...credited, ...bounced], credited, bounced, recovered: of('credited', 'bounced'), reversed: of('bounced', 'paid') };
}

export const sumOf = (some: readonly KnownLine[], amounts: readonly string[]): bigint =>
  some.reduce((sum, { index }) => sum + BigInt(amounts[index] ?? '0'), 0n);
