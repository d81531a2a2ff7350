import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DivisionState, PolicyVersion, Project } from '@one-card/contracts';
import { type BatchPlan, batchPlans } from '../generator/plan';
import { type County, type CountyRequest, everyKind, generateCounty } from '../generator/county';
import type { Policy, Township } from '../generator/township';
import { api, type BatchView, type ImportView, type IndicatorView } from './api';
import type { Place, RunBatch } from './context';
import type { People } from './people';
import { inParallel, until } from './wait';

const COUNTY = '410423';
/** Requests that the set-up keeps under way at once. */
const AT_ONCE = 4;

export interface Prepared {
  county: County;
  batches: RunBatch[];
}

export interface Wish {
  lines: number;
  seed: number;
  plans?: readonly BatchPlan[];
  planting?: CountyRequest['planting'];
  portion?: number;
}

/** Projects, people, comparison data and open batches: all that stands before the first roll comes in. */
export async function prepare(place: Place, people: People, ask: Wish, tell: (line: string) => void): Promise<Prepared> {
  const townships = await townshipsOf(people);
  const batches = await openProjects(people, townships, ask.plans);
  tell('making people, rolls and faults');
  const county = await generateCounty({
    lines: ask.lines,
    seed: ask.seed,
    portion: ask.portion,
    countyCode: COUNTY,
    townships,
    policies: new Map(batches.map(({ batch, policy }) => [batch.plan.label, policy])),
    dir: place.state,
    planting: ask.planting ?? everyKind(Math.max(2, Math.round(ask.lines / 2000)), townships.length),
    onTownship: (done, of) => tell(`made ${done} of ${of} townships`),
  });
  await fillBank(place, county, tell);
  await register(people, county, tell);
  await importDatasets(people, county, tell);
  for (const { batch } of batches)
    batch.lines = county.rolls.filter(({ label }) => label === batch.plan.label).reduce((sum, { lines }) => sum + lines, 0);
  const used = batches.map(({ batch }) => batch).filter(({ lines }) => lines > 0);
  for (const batch of used) await grant(people, county, batch);
  return { county, batches: used };
}

export async function townshipsOf(people: People): Promise<Township[]> {
  const divisions = await people.public().get<DivisionState[]>(`${api.registry}/divisions`);
  const villages = divisions.filter(({ kind }) => kind === 'village');
  return divisions
    .filter(({ kind }) => kind === 'township')
    .map(({ id, name }) => ({
      code: id,
      name,
      villages: villages.filter(({ id: village }) => village.startsWith(id)).map((village) => ({ code: village.id, name: village.name })),
    }));
}

/** One project a policy and period; a supplement batch belongs to the project of the batch it supplements. */
export async function openProjects(
  people: People,
  townships: readonly Township[],
  plans: readonly BatchPlan[] = batchPlans,
): Promise<{ batch: RunBatch; policy: Policy }[]> {
  const opened: { batch: RunBatch; policy: Policy }[] = [];
  for (const plan of plans) {
    const policy = await policyOf(people, plan.policyCode);
    const parent = opened.find(({ batch }) => batch.plan.label === plan.after);
    const clerk = await people.holding('department-clerk', { department: policy.department });
    const project = parent
      ? await clerk.get<Project>(`${api.policies}/projects/${parent.batch.projectId}`)
      : await clerk.post<Project>(`${api.policies}/projects`, {
          policyCode: plan.policyCode,
          name: nameOf(plan, policy, opened),
          year: 2026,
          periodFrom: plan.periodFrom,
          periodTo: plan.periodTo,
          divisions: townships.map(({ code }) => code),
          fundFen: plan.fundFen ?? null,
          areaMilli: plan.areaMilli ?? null,
        });
    const batch: RunBatch = { plan, department: policy.department, projectId: project.id, batchId: '', rolls: new Map(), lines: 0 };
    const rate = project.rateFen === null ? {} : { projectRateFen: BigInt(project.rateFen) };
    opened.push({ batch, policy: { plan, policy, ...rate } });
  }
  return opened;
}

/** Of a policy that is paid each month, the months after the first say which they are. */
function nameOf(plan: BatchPlan, policy: PolicyVersion, opened: readonly { batch: RunBatch }[]): string {
  const name = `2026年${policy.name}`;
  return opened.some(({ batch }) => batch.plan.policyCode === plan.policyCode) ? `${name}(${plan.periodFrom.slice(5, 7)}月)` : name;
}

async function policyOf(people: People, code: string): Promise<PolicyVersion> {
  for await (const policy of people.public().all<PolicyVersion>(`${api.policies}/policies`)) if (policy.code === code) return policy;
  throw new Error(`the catalog has no policy ${code}`);
}

/** The banks know their own customers: this does not pass the platform. */
export async function fillBank(place: Place, county: County, tell: (line: string) => void): Promise<void> {
  tell('opening accounts at the banks');
  let opened = 0;
  let portion: string[] = [];
  const send = async (): Promise<void> => {
    if (portion.length === 0) return;
    const response = await fetch(new URL('/api/bank-simulator/accounts', place.bankSimulatorUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${portion.join('\n')}\n`,
    });
    if (!response.ok) throw new Error(`the bank refused accounts: ${response.status} ${await response.text()}`);
    opened += portion.length;
    portion = [];
    tell(`accounts at the banks: ${opened}`);
  };
  for await (const line of createInterface({ input: createReadStream(county.accounts) })) {
    portion.push(line);
    if (portion.length === 5000) await send();
  }
  await send();
}

export async function register(people: People, county: County, tell: (line: string) => void): Promise<void> {
  let done = 0;
  await inParallel(AT_ONCE, county.registers, async ({ townshipCode, file }) => {
    const clerk = await people.holding('township-clerk', { division: townshipCode });
    const result = await clerk.upload<{ faultCount: number; faults: unknown[] }>(`${api.registry}/people/imports`, file, 'text/csv');
    if (result.faultCount > 0) throw new Error(`the register of ${townshipCode} has faults: ${JSON.stringify(result.faults.slice(0, 3))}`);
    tell(`registers of ${++done} of ${county.registers.length} townships`);
  });
}

export async function importDatasets(people: People, county: County, tell: (line: string) => void): Promise<void> {
  const sources = [
    { dataset: 'deceased', department: '民政局', source: '民政局殡葬信息、公安局户籍注销', legalBasis: '数据共享协议 2026-03' },
    { dataset: 'land-title', department: '农业农村局', source: '农业农村局土地确权登记', legalBasis: '数据共享协议 2026-05' },
  ] as const;
  for (const { dataset, department, source, legalBasis } of sources) {
    tell(`comparison data: ${dataset}`);
    const clerk = await people.holding('department-clerk', { department });
    const query = new URLSearchParams({ source, legalBasis, asOf: '2026-10-31' });
    const taken = await clerk.upload<ImportView>(`${api.eligibility}/datasets/${dataset}/imports?${query}`, county.datasets[dataset], 'text/csv');
    if (taken.faultCount > 0) throw new Error(`${dataset} has faults: ${JSON.stringify(taken.faults.slice(0, 3))}`);
    await until(`${dataset} is ready`, 600, async () =>
      (await clerk.get<ImportView>(`${api.eligibility}/imports/${taken.id}`)).state === 'ready' ? true : undefined,
    );
  }
}

/** An indicator that covers all that the rolls enter, in whole ten thousands of yuan. */
export async function grant(people: People, county: County, batch: RunBatch): Promise<void> {
  const entered = county.rolls.filter(({ label }) => label === batch.plan.label).reduce((sum, { amountFen }) => sum + amountFen, 0n);
  const tenThousand = 1_000_000n;
  const officer = await people.holding('budget-officer');
  const indicator = await officer.post<IndicatorView>(`${api.payment}/indicators`, {
    projectId: batch.projectId,
    budgetYear: 2026,
    documentNo: `鲁财预〔2026〕${batch.plan.label}`,
    receivedAt: '2026-09-30',
    amountFen: String((entered / tenThousand + 1n) * tenThousand),
    fundNature: '一般公共预算',
    functionCode: '2130122',
    economicCode: '50901',
    budgetUnit: batch.department,
    projectCode: `410423-2026-${batch.plan.policyCode}`,
    directMark: batch.plan.policyCode === 'land-fertility',
  });
  batch.indicatorId = indicator.id;
}

/** The department opens the batch and issues it to its townships. */
export async function openBatch(people: People, county: County, batch: RunBatch): Promise<void> {
  const clerk = await people.holding('department-clerk', { department: batch.department });
  const { kind, periodFrom, periodTo } = batch.plan;
  const opened = await clerk.post<{ id: string }>(`${api.payment}/batches`, {
    projectId: batch.projectId,
    kind,
    periodFrom,
    periodTo,
    divisions: county.rolls.filter(({ label }) => label === batch.plan.label).map(({ townshipCode }) => townshipCode),
  });
  await clerk.post(`${api.payment}/batches/${opened.id}/issue`);
  const view = await clerk.get<BatchView>(`${api.payment}/batches/${opened.id}`);
  batch.batchId = view.id;
  for (const roll of view.rolls) batch.rolls.set(roll.divisionCode, roll.rollId);
}
