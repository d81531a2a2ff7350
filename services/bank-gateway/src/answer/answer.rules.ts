import type { BOUNCE_REASONS } from '@one-card/contracts';

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

/** An answer cut down to some of its places: what of it is new. */
export function pick(lines: Answer['lines'], places: readonly number[]): Answer['lines'] {
  if (places.length === lines.line.length) return lines;
  const of = <T>(column: readonly T[]): T[] => places.flatMap((place) => column.slice(place, place + 1));
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
