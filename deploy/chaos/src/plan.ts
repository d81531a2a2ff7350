import { createHash } from 'node:crypto';
import { Random } from '@one-card/demo';

/** Services that read topics: one group each. */
export const CONSUMERS = [
  'policy-catalog',
  'recipient-registry',
  'eligibility-check',
  'payment-orchestration',
  'bank-gateway',
  'disclosure',
  'supervision',
] as const;

/** What everything else stands on. */
export const GROUND = ['kafka', 'postgres'] as const;

export const TARGETS = [...CONSUMERS, 'bank-simulator', 'gateway', 'issuer', 'treasury', ...GROUND] as const;
export type Target = (typeof TARGETS)[number];

/** PostgreSQL is a family of processes: stopping its first one would stop nothing but new connections. */
const FREEZABLE = TARGETS.filter((name) => name !== 'postgres');

export type Fault = {
  /** since the fault before, of time in which lines were under way */
  readonly afterMs: number;
  readonly target: Target;
} & ({ readonly kind: 'kill' } | { readonly kind: 'freeze' | 'outage'; readonly seconds: number });

/** A server that is taken away and stays away for so long. */
export interface Outage {
  readonly target: (typeof GROUND)[number];
  readonly seconds: number;
}

const GAP_MS = { least: 1_500, most: 7_500 };
/** The session of a consumer ends after ten. */
const FREEZE_SECONDS = { least: 5, most: 25 };
const KILLS_A_FREEZE = 10;

/** The faults of a run, in order. Every process has its turn before any has its next; outages are spread evenly over the kills. */
export function faultPlan({ kills, seed, outages = [] }: { kills: number; seed: number; outages?: readonly Outage[] }): Fault[] {
  const random = new Random(`one-card chaos/${String(seed)}`);
  const [killed, frozen] = [deck(random, TARGETS), deck(random, FREEZABLE)];
  const gap = () => random.int(GAP_MS.least, GAP_MS.most);
  const faults: Fault[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    if (kill % KILLS_A_FREEZE === 0)
      faults.push({ kind: 'freeze', afterMs: gap(), target: frozen(), seconds: random.int(FREEZE_SECONDS.least, FREEZE_SECONDS.most) });
    faults.push({ kind: 'kill', afterMs: gap(), target: killed() });
  }
  const [length, parts] = [faults.length, outages.length + 1];
  outages.forEach((outage, at) => {
    faults.splice(Math.round((length * (at + 1)) / parts) + at, 0, { kind: 'outage', afterMs: gap(), ...outage });
  });
  return faults;
}

export const hashOf = (plan: unknown): string => createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);

/** Deals the cards one by one, and shuffles anew when none is left. */
function deck<T>(random: Random, cards: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = [...cards];
    const card = random.pick(left);
    left.splice(left.indexOf(card), 1);
    return card;
  };
}
