import type { BatchPlan, CountyRequest, Person, RollRow, TownshipWorld } from '@one-card/demo';
import { cardOf } from '@one-card/demo';

const year = { periodFrom: '2026-01-01', periodTo: '2026-12-31' };

/** By area and flat, by person and by household, yearly and monthly. */
const kinds: readonly Omit<BatchPlan, 'share'>[] = [
  { label: 'land-fertility', policyCode: 'land-fertility', kind: 'regular', ...year, fundFen: '10337000000', areaMilli: 1_108_908_123 },
  { label: 'soy-maize', policyCode: 'soy-maize', kind: 'regular', ...year },
  { label: 'resettlement', policyCode: 'resettlement', kind: 'regular', ...year },
  { label: 'old-age', policyCode: 'old-age', kind: 'regular', ...monthOf(10) },
  { label: 'disabled-care', policyCode: 'disabled-care', kind: 'regular', ...monthOf(10) },
];
/** What is paid each month makes the batches beyond those. */
const monthly = ['old-age', 'disabled-care'];

/** Equal batches. Beyond the first five: the monthly policies, a month earlier each time. */
export function plansOf(batches: number): BatchPlan[] {
  const more = Array.from({ length: Math.max(0, batches - kinds.length) }, (_, index): Omit<BatchPlan, 'share'> => {
    const month = 9 - Math.floor(index / monthly.length);
    const policyCode = monthly[index % monthly.length] ?? '';
    return { label: `${policyCode}-${month}`, policyCode, kind: 'regular', ...monthOf(month) };
  });
  return [...kinds, ...more].slice(0, batches).map((plan) => ({ ...plan, share: 1 / batches }));
}

/** The same benefit in as many months: what is monthly stands on the notice given when it was granted, so no window has to pass. */
export function smallPlans(batches: number): BatchPlan[] {
  return Array.from({ length: batches }, (_, index) => {
    const month = 10 - index;
    return { label: `old-age-${month}`, policyCode: 'old-age', kind: 'regular', ...monthOf(month), share: 1 / batches };
  });
}

function monthOf(month: number): { periodFrom: string; periodTo: string } {
  const two = String(month).padStart(2, '0');
  const last = new Date(Date.UTC(2026, month, 0)).getUTCDate();
  return { periodFrom: `2026-${two}-01`, periodTo: `2026-${two}-${last}` };
}

const EVERY = 50;

/** One line in fifty is a hit, another bounces: of every batch and township alike. Their people are made for it, so that no other line is touched. */
export const planting: CountyRequest['planting'] = {
  kinds: ['deceased', 'bank-account-frozen'],
  secrets: false,
  plant(world) {
    for (const [label, rows] of world.rolls) {
      for (let at = EVERY / 2; at < rows.length; at += EVERY) put(rows, at, died(world, label));
      for (let at = EVERY - 1; at < rows.length; at += EVERY) put(rows, at, frozen(world, label));
    }
  },
};

function put(rows: readonly RollRow[], at: number, { row, fault }: { row: RollRow; fault: string }): void {
  const before = rows[at];
  if (before) Object.assign(before, row, { fault });
}

/** Before any of the periods. */
function died(world: TownshipWorld, label: string) {
  const { row, person } = freshRow(world, label);
  world.deaths.push({ person, diedOn: '2025-08-20' });
  return { row, fault: 'deceased' };
}

/** Only the bank can see it. */
function frozen(world: TownshipWorld, label: string) {
  const { row, person } = freshRow(world, label);
  cardOf(person).atBank.state = 'frozen';
  return { row, fault: 'bank-account-frozen' };
}

function freshRow(world: TownshipWorld, label: string): { row: RollRow; person: Person } {
  const head = world.household();
  const policy = world.policies.get(label)?.plan.policyCode;
  switch (policy) {
    case 'land-fertility': {
      const [subject, quantityMilli] = [world.parcel(), world.random.int(400, 9_000)];
      world.titles.push({ person: head, parcel: subject, areaMilli: quantityMilli });
      return { row: world.row(label, head, { subject, quantityMilli }), person: head };
    }
    case 'soy-maize':
      return { row: world.row(label, head, { subject: world.parcel(), quantityMilli: world.random.int(500, 6_000) }), person: head };
    case 'old-age':
      return member(world, label, head, [1927, 1945]);
    case 'disabled-care':
      return member(world, label, head, [1967, 2005]);
    default:
      return { row: world.row(label, head), person: head };
  }
}

function member(world: TownshipWorld, label: string, head: Person, birthYears: readonly [number, number]) {
  const person = world.member(head, birthYears);
  return { row: world.row(label, person), person };
}
