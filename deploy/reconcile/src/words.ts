import type { Totals } from '@one-card/contracts';
import type { Difference, Reconciliation } from './reconcile';

const MOST_LINES = 20;
const sumOf = ({ count, amountFen }: Totals) => `${String(count)} lines, ${amountFen} fen`;

/** For a terminal. */
export function told({ batches, paid, differences }: Reconciliation): string {
  if (differences.length === 0) return `${String(batches)} batches agree: ${sumOf(paid)} paid at payment, bank, disclosure and supervision.`;
  return [`${String(differences.length)} sums differ:`, ...differences.map(difference)].join('\n');
}

function difference({ batchId, service, what, payment, theirs, lines }: Difference): string {
  const where = batchId === null ? 'all batches' : `batch ${batchId}`;
  const shown = lines
    .slice(0, MOST_LINES)
    .map((each) => `    line ${String(each.line)}: payment ${each.payment ?? '–'}, ${service} ${each.theirs ?? '–'}`);
  const more = lines.length > MOST_LINES ? [`    … ${String(lines.length - MOST_LINES)} more`] : [];
  return [`  ${where}, ${service}, ${what}: payment ${sumOf(payment)}; ${service} ${sumOf(theirs)}`, ...shown, ...more].join('\n');
}
