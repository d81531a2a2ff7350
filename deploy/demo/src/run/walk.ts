import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { api, type BatchView, type HitView, type NoticeView, type OrderView, type PayableView, type RuleView, type UploadResult } from './api';
import type { Run, RunBatch } from './context';
import { inParallel, until } from './wait';

/** Requests that the townships keep under way at once. */
const AT_ONCE = 4;

const clerkOf = (run: Run, batch: RunBatch) => run.people.holding('department-clerk', { department: batch.department });
const linesOf = (batches: readonly RunBatch[]) => batches.reduce((sum, { lines }) => sum + lines, 0);

/** Batches from their rolls to the banks' results, each post acting in turn, only through the public API. */
export async function walk(run: Run, batches: readonly RunBatch[]): Promise<void> {
  const lines = linesOf(batches);
  const { stages } = run;
  await stages.time('upload', lines, () => uploadRolls(run, batches));
  await stages.time('match and check', lines, () => each(batches, (batch) => allRolls(run, batch, 'checked', ['draft'])));
  await stages.time('adjudicate', lines, () => each(batches, (batch) => adjudicate(run, batch)));
  await stages.time('township review', lines, () => each(batches, (batch) => reviewRolls(run, batch)));
  await stages.time('notice', lines, () => notices(run, batches));
  await stages.time('department and finance', lines, () => each(batches, (batch) => approve(run, batch)));
  await stages.time('order', lines, () => each(batches, (batch) => order(run, batch)));
  await stages.time('bank', lines, () => each(batches, (batch) => settled(run, batch)));
}

async function each(batches: readonly RunBatch[], work: (batch: RunBatch) => Promise<void>): Promise<void> {
  await Promise.all(batches.map(work));
}

export const batchView = async (run: Run, batch: RunBatch) => (await clerkOf(run, batch)).get<BatchView>(`${api.payment}/batches/${batch.batchId}`);

export async function uploadRolls(run: Run, batches: readonly RunBatch[]): Promise<void> {
  const labels = new Map(batches.map((batch) => [batch.plan.label, batch]));
  const files = run.county.rolls.flatMap((roll) => {
    const batch = labels.get(roll.label);
    return batch ? [{ roll, batch }] : [];
  });
  let done = 0;
  await inParallel(AT_ONCE, files, async ({ roll, batch }) => {
    const clerk = await run.people.holding('township-clerk', { division: roll.townshipCode });
    const path = `${api.payment}/rolls/${rollOf(batch, roll.townshipCode)}/file?fileName=${roll.townshipCode}${extname(roll.file)}`;
    const type = extname(roll.file) === '.xlsx' ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
    const result = await clerk.upload<UploadResult>(path, roll.file, type);
    if (result.lines.count !== roll.lines) throw new Error(`${roll.file} has ${roll.lines} lines, the platform read ${result.lines.count}`);
    run.tell(`rolls uploaded: ${++done} of ${files.length}`);
  });
}

function rollOf(batch: RunBatch, township: string): string {
  const roll = batch.rolls.get(township);
  if (roll === undefined) throw new Error(`batch ${batch.plan.label} was not issued to ${township}`);
  return roll;
}

/** Townships whose part of this batch has lines; the others send an empty roll and have nothing to do. */
function townshipsOf(run: Run, batch: RunBatch): string[] {
  return run.county.rolls.filter(({ label }) => label === batch.plan.label).map(({ townshipCode }) => townshipCode);
}

export async function allRolls(run: Run, batch: RunBatch, what: string, states: readonly string[]): Promise<void> {
  const own = new Set(townshipsOf(run, batch));
  await until(`every roll of ${batch.plan.label} is ${what}`, run.limitSeconds, async () => {
    const rolls = (await batchView(run, batch)).rolls.filter(({ divisionCode }) => own.has(divisionCode));
    const there = rolls.filter(({ state }) => states.includes(state)).length;
    run.tell(`${batch.plan.label}: ${there} of ${rolls.length} rolls ${what}`);
    return there === rolls.length ? true : undefined;
  });
}

/** What a clerk would say of each hit: what was found stands with it, so that hits of one rule get the same words. Where land exceeds the titles in sum, the village still has to explain: the line stays held. */
function judge(hit: HitView): { decision: 'confirmed' | 'dismissed'; reason: string } | undefined {
  if (hit.rule === 'area-above-title-cumulative') return undefined;
  const pair = hit.rule === 'same-months' || hit.rule === 'exclusive-pair';
  if (pair && hit.otherLine !== null && hit.line < hit.otherLine) return { decision: 'dismissed', reason: '经核实,本条为应发,另一条停发' };
  return { decision: 'confirmed', reason: '经与来源数据核实,情况属实' };
}

export async function adjudicate(run: Run, batch: RunBatch): Promise<void> {
  const clerk = await clerkOf(run, batch);
  const rules = new Map((await clerk.get<RuleView[]>(`${api.eligibility}/rules`)).map((rule) => [rule.code, rule]));
  const byVerdict = new Map<string, { decision: string; reason: string; hitIds: string[] }>();
  for await (const hit of clerk.all<HitView>(`${api.eligibility}/hits?batchId=${batch.batchId}&state=open`)) {
    const verdict = judge(hit);
    if (!verdict) continue;
    // Some rules are decided hit by hit, the others together with the hits that deserve the same words.
    const together = rules.get(hit.rule)?.inBulk.includes(verdict.decision) === true;
    const key = together ? `${hit.rule} ${verdict.decision} ${verdict.reason}` : hit.id;
    const group = byVerdict.get(key) ?? { ...verdict, hitIds: [] };
    group.hitIds.push(hit.id);
    byVerdict.set(key, group);
  }
  for (const group of byVerdict.values())
    for (let at = 0; at < group.hitIds.length; at += 2000)
      await clerk.post(`${api.eligibility}/hits/decisions`, { ...group, hitIds: group.hitIds.slice(at, at + 2000) });
  await until(`payment has heard the decisions on ${batch.plan.label}`, run.limitSeconds, async () => {
    const open = (await batchView(run, batch)).rolls.reduce((sum, roll) => sum + roll.openHits, 0);
    const left = await count(clerk.all<HitView>(`${api.eligibility}/hits?batchId=${batch.batchId}&state=open`));
    return open === left ? true : undefined;
  });
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let sum = 0;
  for await (const item of items) if (item !== undefined) sum++;
  return sum;
}

export async function reviewRolls(run: Run, batch: RunBatch): Promise<void> {
  const { rolls } = await batchView(run, batch);
  const own = new Set(townshipsOf(run, batch));
  await inParallel(
    AT_ONCE,
    rolls.filter(({ divisionCode, state }) => own.has(divisionCode) && state === 'draft'),
    async ({ rollId, divisionCode, revision, digest }) => {
      const clerk = await run.people.holding('township-clerk', { division: divisionCode });
      const reviewer = await run.people.holding('township-reviewer', { division: divisionCode });
      await clerk.post(`${api.payment}/rolls/${rollId}/send`, { revision, digest });
      await reviewer.post(`${api.payment}/rolls/${rollId}/reviews`, { decision: 'approve', opinion: '同意', revision, digest });
    },
  );
}

/** Each township posts its list at its villages; then the clock passes over the longest window. */
async function notices(run: Run, batches: readonly RunBatch[]): Promise<void> {
  for (const batch of batches) await allRolls(run, batch, 'at its notice or past it', ['in-notice', 'ready']);
  let posted = 0;
  for (const batch of batches) posted += await postNotices(run, batch);
  run.tell(`notices posted: ${posted}`);
  if (posted > 0) await (await run.people.holding('system-admin')).post(`${api.policies}/clock/advance`, { days: 8 });
  await each(batches, (batch) => allRolls(run, batch, 'past its notice', ['ready']));
}

export /** Standing and exempt notices are final by themselves: their rolls leave the step without anybody's act. */
async function postNotices(run: Run, batch: RunBatch): Promise<number> {
  const requested = await until(`the notices of ${batch.plan.label} are complete`, run.limitSeconds, async () => {
    const { rolls } = await batchView(run, batch);
    const waiting = new Set(rolls.filter(({ state }) => state === 'in-notice').map(({ rollId }) => rollId));
    const found: NoticeView[] = [];
    for await (const notice of run.people.public().all<NoticeView>(`${api.disclosure}/notices?batchId=${batch.batchId}&state=requested`))
      if (waiting.has(notice.rollId)) found.push(notice);
    return found.length === waiting.size ? found : undefined;
  });
  await inParallel(AT_ONCE, requested, async (notice) => {
    const clerk = await run.people.holding('township-clerk', { division: notice.divisionCode });
    const evidenceSha256 = createHash('sha256').update(`photograph of the board, notice ${notice.id}`).digest('hex');
    await clerk.post(`${api.disclosure}/notices/${notice.id}/post`, { evidenceSha256, note: '已在村务公开栏张贴' });
  });
  return requested.length;
}

/** Department clerk, department approver, payment application, finance. */
export async function approve(run: Run, batch: RunBatch): Promise<void> {
  const clerk = await clerkOf(run, batch);
  const approver = await run.people.holding('department-approver', { department: batch.department });
  const finance = await run.people.holding('finance-reviewer');
  const ready = await until(`${batch.plan.label} waits for its department`, run.limitSeconds, async () => {
    const view = await batchView(run, batch);
    return view.state === 'in-review' ? view : undefined;
  });
  const review = { decision: 'approve', opinion: '同意', digest: ready.digest };
  await clerk.post(`${api.payment}/batches/${batch.batchId}/reviews`, review);
  await approver.post(`${api.payment}/batches/${batch.batchId}/reviews`, review);
  await clerk.post(`${api.payment}/batches/${batch.batchId}/application`);
  await finance.post(`${api.payment}/batches/${batch.batchId}/reviews`, review);
}

export async function order(run: Run, batch: RunBatch): Promise<void> {
  const operator = await run.people.holding('treasury-operator');
  const approver = await run.people.holding('treasury-approver');
  const payable = await operator.get<PayableView>(`${api.payment}/batches/${batch.batchId}/payable`);
  const opened = await operator.post<OrderView>(`${api.payment}/orders`, {
    batchId: batch.batchId,
    draws: [{ indicatorId: batch.indicatorId, amountFen: payable.total.amountFen }],
  });
  await approver.post(`${api.payment}/orders/${opened.id}/approve`);
}

export async function settled(run: Run, batch: RunBatch): Promise<void> {
  const finance = await run.people.holding('finance-reviewer');
  await until(`the banks have answered for ${batch.plan.label}`, run.limitSeconds, async () => {
    const view = await finance.get<BatchView>(`${api.payment}/batches/${batch.batchId}`);
    run.tell(`${batch.plan.label}: paid ${view.outcome.paid.count}, bounced ${view.outcome.bounced.count}, under way ${view.outcome.underWay.count}`);
    return view.state === 'settled' ? true : undefined;
  });
}
