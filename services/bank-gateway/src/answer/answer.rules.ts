import type { BOUNCE_REASONS, ChunkRef } from '@one-card/contracts';

export type BounceReason = (typeof BOUNCE_REASONS)[number];

/** A part of a bank's results for one file, in columns, after its format has been taken off. */
export interface Answer {
  readonly bankCode: string;
  readonly fileId: string;
  readonly countyCode: string;
  readonly lines: {
    readonly line: number[];
    readonly attempt: number[];
    readonly sequence: number[];
    readonly state: ('credited' | 'bounced')[];
    readonly reason: (BounceReason | null)[];
    readonly rawCode: (string | null)[];
    readonly rawText: (string | null)[];
    readonly bankSerial: (string | null)[];
    readonly creditedAt: (string | null)[];
    readonly notifiedAt: (string | null)[];
    readonly amountFen: string[];
  };
}

/** An answer cut down to some of its places, which grow: what of it is new, or is of one chunk. */
export function pick(lines: Answer['lines'], places: readonly number[]): Answer['lines'] {
  if (places.length === lines.line.length) return lines;
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  // the lines of a chunk mostly stand together
  const together = last - first + 1 === places.length;
  const of = <T>(column: readonly T[]): T[] => (together ? column.slice(first, last + 1) : places.flatMap((place) => column.slice(place, place + 1)));
  return {
    line: of(lines.line),
    attempt: of(lines.attempt),
    sequence: of(lines.sequence),
    state: of(lines.state),
    reason: of(lines.reason),
    rawCode: of(lines.rawCode),
    rawText: of(lines.rawText),
    bankSerial: of(lines.bankSerial),
    creditedAt: of(lines.creditedAt),
    notifiedAt: of(lines.notifiedAt),
    amountFen: of(lines.amountFen),
  };
}

/** The places of an answer's lines by the chunk that holds them: a file carries lines of several, and each is told by itself. */
export function byChunk(lines: readonly number[], places: readonly number[], chunks: readonly ChunkRef[]): { chunk: ChunkRef; places: number[] }[] {
  const ordered = [...chunks].sort((a, b) => a.firstLine - b.firstLine).map((chunk) => ({ chunk, places: [] as number[] }));
  for (const place of places) {
    const line = lines[place] ?? 0;
    const { chunk, places: held } = lastBefore(ordered, line);
    if (line < chunk.firstLine || line >= chunk.firstLine + chunk.lines) throw new Error(`line ${String(line)} is in no chunk of its file`);
    held.push(place);
  }
  return ordered.filter(({ places: held }) => held.length > 0);
}

/** The last chunk that does not begin after this line, by halving. */
function lastBefore<T extends { readonly chunk: ChunkRef }>(ordered: readonly T[], line: number): T {
  let [low, high] = [0, ordered.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ordered[middle]?.chunk.firstLine ?? Infinity) <= line) low = middle;
    else high = middle - 1;
  }
  const found = ordered[low];
  if (found === undefined) throw new Error('a file without chunks');
  return found;
}

/** Count and fen of the lines in a state. */
export function totalOf(lines: Answer['lines'], state: 'credited' | 'bounced'): { count: number; amountFen: string } {
  let count = 0;
  let sum = 0n;
  lines.state.forEach((one, place) => {
    if (one !== state) return;
    count++;
    sum += BigInt(lines.amountFen[place] ?? 0);
  });
  return { count, amountFen: String(sum) };
}
