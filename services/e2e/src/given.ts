import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  api,
  type BatchPlan,
  type County,
  CountyFiles,
  fillBank,
  everyKind,
  generateCounty,
  grant,
  importDatasets,
  openBatch,
  openProjects,
  type People,
  PersonMaker,
  Random,
  register,
  type RollFormat,
  type Run,
  type RunBatch,
  Stages,
  type Township,
  townshipsOf,
  TownshipWorld,
  writeRoll,
} from '@one-card/demo';
import type { PolicyVersion as Policy } from '@one-card/contracts';
import { everyOf } from './books';
import type { Platform } from './platform';

const COUNTY = '410423';
/** Any one thing that a flow waits for: far longer than it takes, so that a busy machine fails nothing. */
const LIMIT_SECONDS = 90;

const year = { periodFrom: '2026-01-01', periodTo: '2026-12-31' };

/** A batch of the whole year; its label names it in files and papers, so each suite has labels of its own. */
export function yearly(label: string, policyCode: string): BatchPlan {
  return { label, policyCode, kind: 'regular', share: 1, ...year };
}

export interface Wish {
  /** Names the suite's people: no two suites have one in common. */
  suite: string;
  townships: readonly string[];
  plans: readonly BatchPlan[];
  format?: RollFormat;
  /** projects, batches and indicators are left to the suite: files and people are made, nothing is opened */
  opens?: 'by itself';
}

/** People and rolls that a suite writes itself, one township after another; registered and granted, batches open. */
export function givenRun(platform: Platform, wish: Wish, fill: (world: TownshipWorld) => void): Promise<Run> {
  return prepared(platform, wish, async ({ townships, policies, folder }) => {
    const random = new Random(`flow/${wish.suite}`);
    const maker = new PersonMaker(random, COUNTY);
    const files = new CountyFiles(join(folder, 'rolls'));
    const county = emptyCounty(join(folder, 'rolls'));
    for (const township of townships) {
      const world = new TownshipWorld(township, random, maker, policies);
      fill(world);
      await write(county, files, world, { folder, format: wish.format ?? 'csv' });
    }
    await files.close();
    return county;
  });
}

/** So many lines as the demo's generator makes them, with one of each fault that it can plant there. */
export function givenLines(platform: Platform, wish: Wish & { lines: number }): Promise<Run> {
  return prepared(platform, wish, ({ townships, policies, folder }) =>
    generateCounty({
      lines: wish.lines,
      seed: seedOf(wish.suite),
      countyCode: COUNTY,
      townships,
      policies,
      dir: folder,
      planting: everyKind(1, townships.length),
    }),
  );
}

type Policies = TownshipWorld['policies'];
type Make = (from: { townships: Township[]; policies: Policies; folder: string }) => Promise<County>;

async function prepared(platform: Platform, { suite, townships: codes, plans, opens }: Wish, make: Make): Promise<Run> {
  const { people, urls } = platform;
  const folder = mkdtempSync(join(tmpdir(), `one-card-flow-${suite}-`));
  const townships = (await townshipsOf(people)).filter(({ code }) => codes.includes(code));
  const opened = opens === undefined ? await openProjects(people, townships, plans) : await unopened(people, plans);
  const county = await make({ townships, policies: new Map(opened.map(({ batch, policy }) => [batch.plan.label, policy])), folder });
  const tell = (): void => undefined;
  const place = { gatewayUrl: urls.gateway, bankSimulatorUrl: urls.bankSimulator, controlUrl: urls.control, kafkaBrokers: urls.kafka, state: folder };
  await fillBank(place, county, tell);
  await register(people, county, tell);
  await importDatasets(people, county, tell);
  const batches = opened.map(({ batch }) => batch);
  for (const batch of batches) {
    batch.lines = county.rolls.filter(({ label }) => label === batch.plan.label).reduce((sum, { lines }) => sum + lines, 0);
    if (opens !== undefined) continue;
    await grant(people, county, batch);
    await openBatch(people, county, batch);
  }
  const stages = new Stages({ begin: () => undefined, end: () => undefined });
  return { place, people, county, batches, stages, limitSeconds: LIMIT_SECONDS, tell };
}

/** What is known of the plans before anybody has opened their projects; of policies that state their own rate. */
async function unopened(people: People, plans: readonly BatchPlan[]): ReturnType<typeof openProjects> {
  const policies = await everyOf(people.public().all<Policy>(`${api.policies}/policies`));
  return plans.map((plan) => {
    const policy = policies.find(({ code }) => code === plan.policyCode);
    if (policy === undefined) throw new Error(`the catalog has no policy ${plan.policyCode}`);
    const batch: RunBatch = { plan, department: policy.department, projectId: '', batchId: '', rolls: new Map(), lines: 0 };
    return { batch, policy: { plan, policy } };
  });
}

/** What the suite wrote is its own: nothing of the platform reads it. */
export function forget(run: Run | undefined): void {
  if (run) rmSync(run.place.state, { recursive: true, force: true });
}

async function write(county: County, files: CountyFiles, world: TownshipWorld, as: { folder: string; format: RollFormat }): Promise<void> {
  for (const [label, rows] of world.rolls) {
    const file = await writeRoll(join(as.folder, 'rolls'), label, world, as.format);
    const amountFen = rows.reduce((sum, row) => sum + row.amountFen, 0n);
    county.rolls.push({ label, townshipCode: world.township.code, file, lines: rows.length, amountFen });
  }
  county.registers.push({ townshipCode: world.township.code, file: await files.register(world) });
  await files.datasets(world);
  await files.accounts(world);
  county.people += world.people.length;
  for (const { identity, phone, card } of world.people)
    county.truth.secrets.push(identity, phone, ...(card ? [card.socialCardNo, card.bankCardNo, card.account] : []));
}

function emptyCounty(folder: string): County {
  return {
    rolls: [],
    registers: [],
    datasets: { deceased: join(folder, 'datasets', 'deceased.csv'), 'land-title': join(folder, 'datasets', 'land-title.csv') },
    accounts: join(folder, 'bank', 'accounts.ndjson'),
    people: 0,
    truth: { format: 'one-card.truth.v1', faults: {}, secrets: [] },
  };
}

const seedOf = (suite: string): number => createHash('sha256').update(suite).digest().readUInt32BE();

/** The batch of a plan's label. */
export function batchOf({ batches }: Run, label: string): RunBatch {
  const found = batches.find(({ plan }) => plan.label === label);
  if (!found) throw new Error(`this run has no batch ${label}`);
  return found;
}
