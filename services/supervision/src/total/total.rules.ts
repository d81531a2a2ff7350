import { type LineFacts, OUTCOMES, type Outcome, type SupervisionFact, type Totals } from '@one-card/contracts';

/** A sum of lines at one place with one outcome: added by a fact that leads to it, taken away by one that leads from it. */
export interface Delta {
  villageCode: string;
  bankCode: string;
  outcome: Outcome;
  lines: number;
  amountFen: bigint;
}

/** What facts add to and take from the sums. Facts without a bank count under the empty one. */
export function deltasOf({ lines }: Pick<LineFacts, 'lines'>): Delta[] {
  const sums = new Map<string, Delta>();
  const add = (outcome: Outcome | null, i: number, sign: 1 | -1): void => {
    if (outcome === null) return;
    const [villageCode, bankCode] = [lines.villageCode[i] ?? '', lines.bankCode[i] ?? ''];
    const key = `${villageCode} ${bankCode} ${outcome}`;
    const sum = sums.get(key) ?? { villageCode, bankCode, outcome, lines: 0, amountFen: 0n };
    sum.lines += sign;
    sum.amountFen += BigInt(lines.amountFen[i] ?? '0') * BigInt(sign);
    sums.set(key, sum);
  };
  lines.line.forEach((_, i) => {
    add(lines.to[i] ?? null, i, 1);
    add(lines.from[i] ?? null, i, -1);
  });
  return [...sums.values()].filter(({ lines: count, amountFen }) => count !== 0 || amountFen !== 0n);
}

/** The same facts for regulators: how many lines went from what to what, at which bank and why. */
export function changesOf({ lines }: Pick<LineFacts, 'lines'>): SupervisionFact['changes'] {
  const changes = new Map<string, SupervisionFact['changes'][number] & { fen: bigint }>();
  lines.line.forEach((_, i) => {
    const change = { from: lines.from[i] ?? null, to: lines.to[i] ?? null, bankCode: lines.bankCode[i] ?? null, reason: lines.reason[i] ?? null };
    const key = JSON.stringify(change);
    const sum = changes.get(key) ?? { ...change, count: 0, amountFen: '0', fen: 0n };
    sum.count++;
    sum.fen += BigInt(lines.amountFen[i] ?? '0');
    changes.set(key, sum);
  });
  return [...changes.values()].map(({ fen, ...change }) => ({ ...change, amountFen: String(fen) }));
}

/** Lines with one outcome, as SQL sums them. */
export interface OutcomeRow {
  outcome: Outcome;
  lines: string;
  amount_fen: string;
}

/** All lines, and those with each outcome. */
export function sumOf(rows: readonly OutcomeRow[]): { entered: Totals; outcome: Record<Outcome, Totals> } {
  const of = (wanted: readonly OutcomeRow[]): Totals => ({
    count: wanted.reduce((sum, { lines }) => sum + Number(lines), 0),
    amountFen: String(wanted.reduce((sum, { amount_fen }) => sum + BigInt(amount_fen), 0n)),
  });
  const outcome = Object.fromEntries(OUTCOMES.map((one) => [one, of(rows.filter((row) => row.outcome === one))])) as Record<Outcome, Totals>;
  return { entered: of(rows), outcome };
}
