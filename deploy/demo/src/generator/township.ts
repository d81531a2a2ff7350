import { type PolicyVersion, standardOf } from '@one-card/contracts';
import { amountFor } from '@one-card/domain';
import { type Card, type Person, PersonMaker } from './person';
import type { BatchPlan } from './plan';
import type { Random } from './random';

export interface Village {
  code: string;
  name: string;
}
export interface Township extends Village {
  villages: Village[];
}

/** One line as the township's clerk writes it, with the people behind it. */
export interface RollRow {
  villageCode: string;
  beneficiary: Person;
  payee: Person;
  /** As written in the file: a planted fault may differ from the person. */
  name: string;
  identity: string;
  subject: string;
  item: string;
  quantityMilli: number;
  rateFen: bigint;
  amountFen: bigint;
  fault?: string;
  /** Where it stands, once written: `batch label/township/row of the file`. */
  position?: string;
}

export interface TitleRecord {
  person: Person;
  parcel: string;
  areaMilli: number;
}
export interface DeathRecord {
  person: Person;
  diedOn: string;
}

export interface Policy {
  plan: BatchPlan;
  policy: PolicyVersion;
  /** Rate of the project, where it comes from a fund. */
  projectRateFen?: bigint;
}

/** A township's people and rolls while they are made; what is written once it is complete. */
export class TownshipWorld {
  readonly people: Person[] = [];
  readonly titles: TitleRecord[] = [];
  readonly deaths: DeathRecord[] = [];
  readonly rolls = new Map<string, RollRow[]>();
  private households = 0;
  private readonly heads: Person[] = [];
  private readonly spouses: Person[] = [];
  private parcels = 0;

  constructor(
    readonly township: Township,
    readonly random: Random,
    readonly maker: PersonMaker,
    readonly policies: ReadonlyMap<string, Policy>,
  ) {}

  /** People and rows for each batch: counts by the batch's label. */
  fill(counts: ReadonlyMap<string, number>): void {
    for (const [label, count] of counts) this.rolls.set(label, this.rowsOf(label, count));
  }

  household(): Person {
    const village = this.random.pick(this.township.villages);
    const household = `${this.township.code}-${String(++this.households).padStart(6, '0')}`;
    const head = this.maker.person({ villageCode: village.code, household, isHead: true }, [1956, 1990]);
    this.maker.card(head);
    this.people.push(head);
    return head;
  }

  /** A member of the head's household, with a card of their own. */
  member(head: Person, birthYears: readonly [number, number]): Person {
    const person = this.maker.person({ villageCode: head.villageCode, household: head.household }, birthYears);
    this.maker.card(person);
    this.people.push(person);
    return person;
  }

  child(guardian: Person): Person {
    const child = this.maker.person({ villageCode: guardian.villageCode, household: guardian.household }, [2012, 2021]);
    child.guardian = guardian;
    this.people.push(child);
    return child;
  }

  parcel(): string {
    return `${this.township.code}P${String(++this.parcels).padStart(7, '0')}`;
  }

  /** A row as the standard of its policy has it. */
  row(label: string, beneficiary: Person, detail: { payee?: Person; subject?: string; item?: string; quantityMilli?: number } = {}): RollRow {
    const { plan, policy, projectRateFen } = this.policyOf(label);
    const item = detail.item ?? this.itemOf(policy);
    const quantityMilli = detail.quantityMilli ?? 1000;
    const computed = amountFor(standardOf(policy.standard), {
      quantityMilli,
      itemCode: item,
      birthDate: beneficiary.birthDate,
      periodFrom: plan.periodFrom,
      ...(projectRateFen === undefined ? {} : { rateFen: projectRateFen }),
    });
    if (!computed.ok) throw new Error(`the generator made a row that ${label} does not pay: ${computed.en}`);
    const payee = detail.payee ?? beneficiary;
    return {
      villageCode: beneficiary.villageCode,
      beneficiary,
      payee,
      name: beneficiary.name,
      identity: beneficiary.identity,
      subject: detail.subject ?? '',
      item,
      quantityMilli,
      ...computed.value,
    };
  }

  private policyOf(label: string): Policy {
    const policy = this.policies.get(label);
    if (!policy) throw new Error(`no policy for the batch ${label}`);
    return policy;
  }

  private itemOf(policy: PolicyVersion): string {
    if (policy.standard.kind === 'catalogue') return this.random.pick(policy.standard.items).code;
    if (policy.standard.kind === 'levels') return this.random.pick(policy.standard.levels).code;
    return '';
  }

  private rowsOf(label: string, count: number): RollRow[] {
    const rows: RollRow[] = [];
    for (let index = 0; rows.length < count; index++) rows.push(...this.nextRows(label, index, count - rows.length));
    return rows;
  }

  /** One recipient's rows: two parcels or two machines of one person are lawful, and are there. */
  private nextRows(label: string, index: number, room: number): RollRow[] {
    const { plan } = this.policyOf(label);
    switch (plan.policyCode) {
      case 'land-fertility':
        return Array.from({ length: Math.min(room, this.random.chance(0.25) ? 2 : 1) }, () => this.landRow(label, this.head(index)));
      case 'soy-maize':
        return [this.soyRow(label, index)];
      case 'resettlement':
        return [this.row(label, index % 2 === 0 ? this.head(index / 2) : this.spouse((index - 1) / 2))];
      case 'machinery':
        return Array.from({ length: Math.min(room, this.random.chance(0.2) ? 2 : 1) }, () =>
          this.row(label, this.head(index), { subject: `M${this.random.digits(10)}` }),
        );
      case 'old-age':
        return [this.row(label, this.member(this.head(index), [1927, 1945]))];
      case 'elder-care':
        return [this.row(label, this.member(this.head(index), [1946, 1960]))];
      case 'disabled-care':
        return [this.row(label, this.member(this.head(index), [1967, 2005]))];
      case 'orphan':
        return [this.orphanRow(label, this.head(index))];
      default:
        throw new Error(`the generator knows no recipients of ${plan.policyCode}`);
    }
  }

  private landRow(label: string, head: Person): RollRow {
    const areaMilli = this.random.int(400, 9_000);
    const subject = this.parcel();
    this.titles.push({ person: head, parcel: subject, areaMilli: areaMilli + (this.random.chance(0.3) ? this.random.int(0, 800) : 0) });
    return this.row(label, head, { subject, quantityMilli: areaMilli });
  }

  /** Mostly in the head's name; some in the spouse's, and paid to the head all the same. */
  private soyRow(label: string, index: number): RollRow {
    const head = this.head(index);
    const beneficiary = index % 5 === 4 ? this.spouse(index) : head;
    return this.row(label, beneficiary, { payee: head, subject: this.parcel(), quantityMilli: this.random.int(500, 6_000) });
  }

  private orphanRow(label: string, guardian: Person): RollRow {
    return this.row(label, this.child(guardian), { payee: guardian });
  }

  private head(index: number): Person {
    while (this.heads.length <= index) this.heads.push(this.household());
    return at(this.heads, index);
  }

  private spouse(index: number): Person {
    const head = this.head(index);
    return (this.spouses[index] ??= this.member(head, [1956, 1990]));
  }
}

export function cardOf(person: Person): Card {
  if (!person.card) throw new Error('this person was made without a card');
  return person.card;
}

export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`nothing at ${index} of ${items.length}`);
  return item;
}
