import type { Person } from './person';
import { cardOf, type RollRow, type TownshipWorld } from './township';

/** Plants one fault; false when this township has no room for it. Each touched row is marked with the fault's kind. */
type Plant = (world: TownshipWorld, others: readonly RollRow[]) => boolean;

/** A row that nothing was planted in yet. */
function free(world: TownshipWorld, label: string): RollRow | undefined {
  const rows = (world.rolls.get(label) ?? []).filter((row) => row.fault === undefined);
  return rows.length > 0 ? world.random.pick(rows) : undefined;
}

/** Puts another recipient in the place of a row, so that the number of lines stays. */
function replace(row: RollRow, by: RollRow, fault: string): void {
  Object.assign(row, by, { fault });
}

/** A fault of one row's own recipient, freshly made, so that no other line is touched. */
function withFresh(kind: string, label: string, make: (world: TownshipWorld, label: string) => RollRow): Plant {
  return (world) => {
    const row = free(world, label);
    if (!row) return false;
    replace(row, make(world, label), kind);
    return true;
  };
}

const ELDER = [1930, 1940] as const;
const elder = (world: TownshipWorld): Person => world.member(world.household(), ELDER);

/** A row and its twin in the same or another batch: both are to be held. */
function pair(kind: string, first: RollRow, second: RollRow, by: [RollRow, RollRow]): boolean {
  replace(first, by[0], kind);
  replace(second, by[1], kind);
  return true;
}

function landAbove(world: TownshipWorld, label: string): RollRow {
  const head = world.household();
  const subject = world.parcel();
  world.titles.push({ person: head, parcel: subject, areaMilli: 3_000 });
  return world.row(label, head, { subject, quantityMilli: 4_234 });
}

function payeeDied(world: TownshipWorld, label: string): RollRow {
  const head = world.household();
  world.deaths.push({ person: head, diedOn: '2026-06-15' });
  return world.row(label, world.member(head, [1956, 1980]), { payee: head, subject: world.parcel(), quantityMilli: 2_500 });
}

/** What goes wrong in the field, and where it is to be caught. */
export const plants: Readonly<Record<string, Plant>> = {
  // At entry.
  'wrong-check-digit': (world) => {
    const row = free(world, 'resettlement');
    if (!row) return false;
    const last = row.identity.at(-1) === '1' ? '2' : '1';
    Object.assign(row, { identity: row.identity.slice(0, 17) + last, fault: 'wrong-check-digit' });
    return true;
  },
  'amount-differs': (world) => {
    const row = free(world, 'soy-maize');
    if (!row) return false;
    Object.assign(row, { amountFen: row.amountFen + 5_000n, fault: 'amount-differs' });
    return true;
  },
  // At the match with the register.
  'name-differs': (world) => {
    const row = free(world, 'old-age');
    if (!row) return false;
    Object.assign(row, { name: `${row.name}之`, fault: 'name-differs' });
    return true;
  },
  'head-without-card': withFresh('head-without-card', 'soy-maize', (world, label) => {
    const head = world.household();
    delete head.card;
    return world.row(label, head, { subject: world.parcel(), quantityMilli: 1_500 });
  }),
  'closed-card': withFresh('closed-card', 'old-age', (world, label) => {
    const person = elder(world);
    cardOf(person).state = 'closed';
    return world.row(label, person);
  }),
  // At screening.
  'same-person-in-batch': (world) => {
    const [first, second] = [free(world, 'disabled-care'), free(world, 'disabled-care')];
    if (!first || !second || first === second) return false;
    return pair('same-person-in-batch', first, second, [first, first]);
  },
  'same-person-in-two-townships': (world, others) => {
    const other = others.find((row) => row.fault === undefined);
    const row = free(world, 'resettlement');
    if (!other || !row) return false;
    const villageCode = row.villageCode;
    replace(row, { ...other, villageCode }, 'same-person-in-two-townships');
    other.fault = 'same-person-in-two-townships';
    return true;
  },
  'months-paid-before': (world) => {
    const [paid, again] = [free(world, 'disabled-care'), free(world, 'disabled-care-supplement')];
    if (!paid || !again) return false;
    replace(again, paid, 'months-paid-before');
    paid.fault = 'none: lawful, its twin in the supplement is not';
    return true;
  },
  deceased: withFresh('deceased', 'old-age', (world, label) => {
    const person = elder(world);
    world.deaths.push({ person, diedOn: '2026-08-20' });
    return world.row(label, person);
  }),
  'payee-deceased': withFresh('payee-deceased', 'soy-maize', payeeDied),
  'exclusive-pair': (world) => {
    const [first, second] = [free(world, 'disabled-care'), free(world, 'elder-care')];
    if (!first || !second) return false;
    const person = world.member(world.household(), [1950, 1960]);
    return pair('exclusive-pair', first, second, [world.row('disabled-care', person), world.row('elder-care', person)]);
  },
  'area-above-title': withFresh('area-above-title', 'land-fertility', landAbove),
  'area-above-title-cumulative': (world) => {
    const [first, second] = [free(world, 'land-fertility'), free(world, 'land-fertility')];
    if (!first || !second || first === second) return false;
    const head = world.household();
    const [titled, untitled] = [world.parcel(), world.parcel()];
    world.titles.push({ person: head, parcel: titled, areaMilli: 2_600 });
    return pair('area-above-title-cumulative', first, second, [
      world.row('land-fertility', head, { subject: titled, quantityMilli: 2_600 }),
      world.row('land-fertility', head, { subject: untitled, quantityMilli: 1_100 }),
    ]);
  },
  // At the bank, which alone can see it.
  'bank-name-differs': withFresh('bank-name-differs', 'old-age', (world, label) => {
    const person = elder(world);
    cardOf(person).atBank.name = world.maker.name() + '甲';
    return world.row(label, person);
  }),
  'bank-account-frozen': withFresh('bank-account-frozen', 'old-age', (world, label) => {
    const person = elder(world);
    cardOf(person).atBank.state = 'frozen';
    return world.row(label, person);
  }),
};

/** Lawful neighbours of the faults, which nothing may hit: the holder of a parcel died inside the period, and the head is paid. */
export function plantLawful(world: TownshipWorld): void {
  const row = free(world, 'soy-maize');
  if (!row) return;
  const head = world.household();
  const spouse = world.member(head, [1950, 1960]);
  world.deaths.push({ person: spouse, diedOn: '2026-05-03' });
  replace(row, world.row('soy-maize', spouse, { payee: head, subject: world.parcel(), quantityMilli: 1_800 }), 'none: died inside the period');
}
