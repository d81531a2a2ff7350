import { OUTCOMES, type Outcome } from '@one-card/contracts';

/** What a line may become of what it is. Everything else is passed over: a hit on a line that was rejected changes nothing. */
const MOVES: Readonly<Record<Outcome, readonly Outcome[]>> = {
  rejected: [],
  underWay: ['held', 'stopped', 'bounced', 'paid'],
  held: ['underWay', 'stopped'],
  stopped: [],
  bounced: ['paid', 'closed', 'underWay'],
  closed: [],
  // The bank took back what it had credited.
  paid: ['bounced'],
};

/** The bank answers for ordered lines only; nobody holds or stops what was sent to the bank. */
const OF_ORDERED: ReadonlySet<Outcome> = new Set<Outcome>(['paid', 'bounced', 'closed']);

export function mayBecome(from: Outcome, to: Outcome, ordered: boolean): boolean {
  if (!MOVES[from].includes(to)) return false;
  return to === 'underWay' || OF_ORDERED.has(to) === ordered;
}

export const isOutcome = (text: string): text is Outcome => (OUTCOMES as readonly string[]).includes(text);
