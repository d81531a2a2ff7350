import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Truth } from '@one-card/contracts';
import { plantLawful, plants } from './faults';
import { CountyFiles, formatOf, writeRoll } from './files';
import { PersonMaker } from './person';
import { split } from './plan';
import { Random } from './random';
import { type Policy, type RollRow, type Township, TownshipWorld } from './township';

export interface CountyRequest {
  lines: number;
  seed: number;
  countyCode: string;
  townships: Township[];
  /** By the batch's label, in the order of the plan. */
  policies: ReadonlyMap<string, Policy>;
  /** `.local`: rolls and registers go to `rolls/`, what was planted to `truth.json`. */
  dir: string;
  planting: Planting;
  /** Lines go to townships in portions of so many (a chunk), where there are enough of them. */
  portion?: number;
  onTownship?: (done: number, of: number) => void;
}

/** What is wrong with the county. */
export interface Planting {
  /** Faults go into a township's rolls before they are written; the kept rows are some of the townships before. */
  plant(world: TownshipWorld, index: number, kept: readonly RollRow[]): void;
  readonly kinds: readonly string[];
  /** Every number of every person stands in the truth too, to be searched for. */
  readonly secrets: boolean;
}

/** So many of each kind of fault, and their lawful neighbours. */
export function everyKind(ofEach: number, townships: number): Planting {
  const quota = new FaultQuota(ofEach, townships);
  const plant: Planting['plant'] = (world, index, kept) => {
    quota.plant(world, index, kept);
    plantLawful(world);
  };
  return { plant, kinds: Object.keys(plants), secrets: true };
}

export interface RollFile {
  label: string;
  townshipCode: string;
  file: string;
  lines: number;
  amountFen: bigint;
}

export interface County {
  rolls: RollFile[];
  registers: { townshipCode: string; file: string }[];
  datasets: { deceased: string; 'land-title': string };
  accounts: string;
  people: number;
  truth: Truth;
}

/** Rows that a later township may repeat: a few of each township are kept. */
const KEPT_ROWS = 40;

/** Makes the county's people and the files that its townships and departments would send, township by township: memory holds one at a time. */
export async function generateCounty(request: CountyRequest): Promise<County> {
  const random = new Random(`one-card/${request.seed}`);
  const maker = new PersonMaker(random, request.countyCode);
  const files = new CountyFiles(join(request.dir, 'rolls'));
  const counts = countsOf(request);
  const county = emptyCounty(join(request.dir, 'rolls'), request.planting.kinds);
  const faulty: RollRow[] = [];
  const kept: RollRow[] = [];
  for (const [index, township] of request.townships.entries()) {
    const world = new TownshipWorld(township, random, maker, request.policies);
    world.fill(counts(index));
    request.planting.plant(world, index, kept);
    await write(county, files, world, index, join(request.dir, 'rolls'));
    if (request.planting.secrets) tellSecrets(county.truth, world);
    faulty.push(...[...world.rolls.values()].flat().filter((row) => row.fault !== undefined));
    kept.push(...(world.rolls.get('resettlement') ?? []).filter((row) => row.fault === undefined).slice(0, KEPT_ROWS));
    request.onTownship?.(index + 1, request.townships.length);
  }
  await files.close();
  collectFaults(county.truth, new Set([...faulty, ...kept]));
  writeFileSync(join(request.dir, 'truth.json'), JSON.stringify(county.truth));
  return county;
}

function emptyCounty(dir: string, kinds: readonly string[]): County {
  return {
    rolls: [],
    registers: [],
    datasets: { deceased: join(dir, 'datasets/deceased.csv'), 'land-title': join(dir, 'datasets/land-title.csv') },
    accounts: join(dir, 'bank/accounts.ndjson'),
    people: 0,
    truth: { format: 'one-card.truth.v1', faults: Object.fromEntries(kinds.map((kind) => [kind, []])), secrets: [] },
  };
}

/** Lines of each batch, and of each township by its villages. */
function countsOf(request: CountyRequest): (township: number) => Map<string, number> {
  const labels = [...request.policies.keys()];
  const perBatch = split(
    request.lines,
    [...request.policies.values()].map(({ plan }) => plan.share),
  );
  const weights = request.townships.map((township) => township.villages.length);
  const portion = request.portion ?? 1;
  const perTownship = perBatch.map((count) => {
    const portions = split(Math.floor(count / portion), weights);
    const rest = count % portion;
    const last = portions.findLastIndex((of) => of > 0);
    return portions.map((of, index) => of * portion + (index === Math.max(last, 0) ? rest : 0));
  });
  return (township) => new Map(labels.map((label, batch) => [label, perTownship[batch]?.[township] ?? 0]));
}

async function write(county: County, files: CountyFiles, world: TownshipWorld, index: number, dir: string): Promise<void> {
  for (const [label, rows] of world.rolls) {
    if (rows.length === 0) continue;
    const file = await writeRoll(dir, label, world, formatOf(index, rows.length));
    const amountFen = rows.reduce((sum, row) => sum + row.amountFen, 0n);
    county.rolls.push({ label, townshipCode: world.township.code, file, lines: rows.length, amountFen });
  }
  county.registers.push({ townshipCode: world.township.code, file: await files.register(world) });
  await files.datasets(world);
  await files.accounts(world);
  county.people += world.people.length;
}

function tellSecrets(truth: Truth, world: TownshipWorld): void {
  for (const { identity, phone, card } of world.people)
    truth.secrets.push(identity, phone, ...(card ? [card.socialCardNo, card.bankCardNo, card.account] : []));
}

function collectFaults(truth: Truth, rows: ReadonlySet<RollRow>): void {
  for (const { fault, position } of rows) if (fault && position) truth.faults[fault]?.push(position);
}

/** Spreads each kind of fault over the townships; what one has no room for goes to the next. */
class FaultQuota {
  private readonly planted = new Map<string, number>();

  constructor(
    private readonly ofEach: number,
    private readonly townships: number,
  ) {}

  plant(world: TownshipWorld, index: number, kept: readonly RollRow[]): void {
    for (const [kind, plant] of Object.entries(plants)) {
      const due = Math.ceil((this.ofEach * (index + 1)) / this.townships);
      let planted = this.planted.get(kind) ?? 0;
      while (planted < due && plant(world, kept)) planted++;
      this.planted.set(kind, planted);
    }
  }
}
