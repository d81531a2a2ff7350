import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  adjudicate,
  allRolls,
  api,
  approve,
  arrived,
  cardOf,
  type LineView,
  type NoticeView,
  order,
  postNotices,
  reviewRolls,
  type RollRow,
  type Run,
  type RunBatch,
  settled,
  type TownshipWorld,
  until,
  uploadRolls,
} from '@one-card/demo';
import type { AuditEntry, disclosureApi, LineHistory, paymentOrchestrationApi, supervisionApi } from '@one-card/contracts';
import { maskName } from '@one-card/domain';
import { booksOf as booksOfServices, reconcile } from '@one-card/reconcile';
import type { z } from 'zod';
import { type Books, booksOf, everyOf, expectConserved, type PaymentSum } from './src/books';
import { batchOf, forget, givenRun, yearly } from './src/given';
import { Platform } from './src/platform';
import { byHand } from './src/tables';

type ShownPage = z.output<typeof disclosureApi.shownPage>;
type RowFault = z.output<typeof paymentOrchestrationApi.rowFault>;
type Verification = z.output<typeof supervisionApi.auditVerification>;

const TOWNSHIP = '410423001';
const COUNTED_SECONDS = 90;
const [SOY, STUDENTS, ORPHANS] = ['flow-soy', 'flow-students', 'flow-orphans'] as const;

/** The rows that the stories below are about. */
const rows = {} as Record<'wrongNumber' | 'died' | 'firstParcel' | 'secondParcel' | 'spouse' | 'wrongAtBank' | 'objectedTo', RollRow>;
let students: RollRow[] = [];
const villages = { many: '', few: '' };

/** Soy by the parcel, paid to the head: everything that can happen to a line happens here. */
function fillSoy(world: TownshipWorld): void {
  const parcel = (areaMilli: number) => ({ subject: world.parcel(), quantityMilli: areaMilli });
  const [two, couple, widow, misnamed] = [world.household(), world.household(), world.household(), world.household()];
  rows.firstParcel = world.row(SOY, two, parcel(1_500));
  rows.secondParcel = world.row(SOY, two, parcel(2_750));
  rows.spouse = world.row(SOY, world.member(couple, [1960, 1980]), { payee: couple, ...parcel(3_333) });
  const late = world.member(widow, [1950, 1960]);
  world.deaths.push({ person: late, diedOn: '2025-06-01' });
  rows.died = world.row(SOY, late, { payee: widow, ...parcel(1_000) });
  cardOf(misnamed).atBank.name = `${misnamed.name}甲`;
  rows.wrongAtBank = world.row(SOY, misnamed, parcel(4_100));
  rows.objectedTo = world.row(SOY, world.household(), parcel(2_200));
  rows.wrongNumber = world.row(SOY, world.household(), parcel(900));
  const last = rows.wrongNumber.identity.at(-1) === '1' ? '2' : '1';
  rows.wrongNumber.identity = rows.wrongNumber.identity.slice(0, 17) + last;
  const ordinary = Array.from({ length: 6 }, (_, at) => world.row(SOY, world.household(), parcel(1_000 + at)));
  world.rolls.set(SOY, [...Object.values(rows), ...ordinary]);
}

/** Students' grants, whose names a page masks, and orphans' money, of which it shows totals only. */
function fillOthers(world: TownshipWorld): void {
  const student = (): RollRow => {
    const head = world.household();
    return world.row(STUDENTS, world.member(head, [2006, 2010]), { payee: head });
  };
  students = Array.from({ length: 5 }, student);
  world.rolls.set(STUDENTS, students);
  const [many, few] = world.township.villages;
  Object.assign(villages, { many: many?.code, few: few?.code });
  const orphan = (villageCode: string): RollRow => {
    const guardian = world.household();
    guardian.villageCode = villageCode;
    return world.row(ORPHANS, world.child(guardian), { payee: guardian });
  };
  world.rolls.set(ORPHANS, [...Array.from({ length: 6 }, () => orphan(villages.many)), ...Array.from({ length: 2 }, () => orphan(villages.few))]);
}

describe('a payment run of one township', () => {
  let platform: Platform;
  let run: Run;
  const books = {} as Record<string, Books>;
  const each = (work: (batch: RunBatch) => Promise<unknown>): Promise<unknown> => Promise.all(run.batches.map(work));
  const lineOf = ({ position }: RollRow): LineView => {
    const [label = '', , rowNo] = (position ?? '').split('/');
    const found = books[label]?.lines.find((line) => line.rowNo === Number(rowNo));
    if (!found) throw new Error(`no line at ${position ?? 'nowhere'}`);
    return found;
  };
  const web = <T>(path: string): Promise<T> => run.people.public().get<T>(`${api.disclosure}/${path}`);
  const noticesOf = (label: string): Promise<NoticeView[]> =>
    everyOf(run.people.public().all<NoticeView>(`${api.disclosure}/notices?batchId=${batchOf(run, label).batchId}`));

  beforeAll(async () => {
    platform = Platform.running();
    const plans = [yearly(SOY, 'soy-maize'), yearly(STUDENTS, 'yulu'), yearly(ORPHANS, 'orphan')];
    run = await givenRun(platform, { suite: 'whole-run', townships: [TOWNSHIP], plans }, (world) => {
      fillSoy(world);
      fillOthers(world);
    });
    await uploadRolls(run, run.batches);
    await each((batch) => allRolls(run, batch, 'checked', ['draft']));
    await each((batch) => adjudicate(run, batch));
    await each((batch) => reviewRolls(run, batch));
    await each((batch) => allRolls(run, batch, 'at its notice or past it', ['in-notice', 'ready']));
    await each((batch) => postNotices(run, batch));
    await upholdAnObjection();
    await (await run.people.holding('system-admin')).post(`${api.policies}/clock/advance`, { days: 8 });
    await each((batch) => allRolls(run, batch, 'past its notice', ['ready']));
    await each((batch) => approve(run, batch));
    await each((batch) => order(run, batch));
    await each((batch) => settled(run, batch));
    await arrived(run);
    for (const batch of run.batches) books[batch.plan.label] = await booksOf(run, batch);
  }, 150_000);

  afterAll(() => forget(run));

  async function upholdAnObjection(): Promise<void> {
    const [notice] = await noticesOf(SOY);
    books[SOY] = { lines: await linesOf(batchOf(run, SOY)) } as Books;
    const objection = { line: lineOf(rows.objectedTo).line, name: '邻居', phone: '13800000000', text: '这块地今年没有种大豆玉米' };
    const { id } = await run.people.public().post<{ id: string }>(`${api.disclosure}/notices/${notice?.id ?? ''}/objections`, objection);
    const reviewer = await run.people.holding('township-reviewer', { division: TOWNSHIP });
    await reviewer.post(`${api.disclosure}/objections/${id}/decision`, { decision: 'upheld', reason: '经现场核实,未种植' });
  }

  const linesOf = async ({ batchId }: RunBatch): Promise<LineView[]> =>
    everyOf((await run.people.holding('finance-reviewer')).all<LineView>(`${api.payment}/batches/${batchId}/lines`));

  it('tells the township what is wrong with a row, and rejects that line only', async () => {
    const clerk = await run.people.holding('township-clerk', { division: TOWNSHIP });
    const rollId = batchOf(run, SOY).rolls.get(TOWNSHIP) ?? '';
    const faults = await everyOf(clerk.all<RowFault>(`${api.payment}/rolls/${rollId}/faults`));
    expect(faults).toMatchObject([{ row: 8, column: '身份证号', reason: { code: 'identity-check-digit' } }]);
    expect(lineOf(rows.wrongNumber)).toMatchObject({ outcome: 'rejected', beneficiary: null });
  });

  it('stops what a clerk confirmed and what an objection was right about, and pays the rest of the batch', () => {
    const outcomes = Object.fromEntries(Object.entries(rows).map(([story, row]) => [story, lineOf(row).outcome]));
    expect(outcomes).toEqual({
      wrongNumber: 'rejected',
      died: 'stopped',
      firstParcel: 'paid',
      secondParcel: 'paid',
      spouse: 'paid',
      wrongAtBank: 'bounced',
      objectedTo: 'stopped',
    });
    expect(books[SOY]?.batch).toMatchObject({ state: 'settled', outcome: { paid: { count: 9 }, held: { count: 0 }, underWay: { count: 0 } } });
    expect(lineOf(rows.wrongAtBank).reasons).toMatchObject([{ code: 'name-differs' }]);
  });

  it.each([SOY, STUDENTS, ORPHANS])('adds up at payment, bank, indicator and supervision: %s', (label) => {
    const own = books[label];
    if (!own) throw new Error(`no books of ${label}`);
    expectConserved(own);
  });

  it('has bounced money back in the indicator, by a voucher', () => {
    const bounced = lineOf(rows.wrongAtBank).amountFen;
    const banks = books[SOY]?.orders.flatMap((each) => each.banks) ?? [];
    expect(banks.filter(({ refundedFen }) => refundedFen !== '0')).toMatchObject([{ refundedFen: bounced, heldFen: '0' }]);
    for (const { voucherNo } of banks) expect(voucherNo).toBeTruthy();
  });

  it.each([
    [SOY, 'soy-maize'],
    [STUDENTS, 'yulu'],
    [ORPHANS, 'orphan'],
  ])('is public with the same sums at village, township and county: %s', async (label, policyCode) => {
    const sum = async (by: string) => {
      const sums = await web<PaymentSum[]>(`payments/sums?by=${by}&policyCode=${policyCode}`);
      return sums.reduce((total, { lines, amountFen }) => ({ count: total.count + lines, fen: total.fen + BigInt(amountFen) }), {
        count: 0,
        fen: 0n,
      });
    };
    const paid = books[label]?.batch.outcome.paid;
    const expected = { count: paid?.count, fen: BigInt(paid?.amountFen ?? 0) };
    expect({ village: await sum('village'), township: await sum('township'), county: await sum('county') }).toEqual({
      village: expected,
      township: expected,
      county: expected,
    });
  });

  it('shows whole names where the policy says so, and masked ones where it says that', async () => {
    const shown = async (policyCode: string, { villageCode }: RollRow) =>
      (await web<ShownPage>(`payments/lines?village=${villageCode}&policyCode=${policyCode}`)).items.map(({ name }) => name);
    expect(await shown('soy-maize', rows.firstParcel)).toContain(rows.firstParcel.name);
    for (const student of students) {
      const names = await shown('yulu', student);
      expect(names).toContain(maskName(student.name));
      expect(names).not.toContain(student.name);
    }
    const [notice] = await noticesOf(STUDENTS);
    const listed = await web<ShownPage>(`notices/${notice?.id ?? ''}/lines`);
    expect(listed.items.map(({ name }) => name).sort()).toEqual(students.map(({ name }) => maskName(name)).sort());
  });

  it('shows no line of a child, and of a few not even their sum', async () => {
    // how many people a sum tells of is known once payment has counted them
    const many = await until('the people paid are counted', COUNTED_SECONDS, () =>
      web<ShownPage>(`payments/lines?village=${villages.many}&policyCode=orphan`).catch(() => undefined),
    );
    expect(many).toMatchObject({ publicity: 'totals', items: [], totals: { count: 6 } });
    await expect(web(`payments/lines?village=${villages.few}&policyCode=orphan`)).rejects.toMatchObject({ status: 404, code: 'too-few-to-show' });
    for (const { id } of await noticesOf(ORPHANS)) expect(await web<ShownPage>(`notices/${id}/lines`)).toMatchObject({ items: [] });
  });

  it('can be followed line by line through every service, by whoever may', async () => {
    const { line } = lineOf(rows.wrongAtBank);
    const path = `/api/lines/${String(line)}/history`;
    const { entries, missing } = await (await run.people.holding('supervisor')).get<LineHistory>(path);
    expect(missing).toEqual([]);
    const told = entries.map(({ service, what }) => `${service} ${what}`);
    const steps = [
      'payment-orchestration upload',
      'recipient-registry matched',
      'eligibility-check screened',
      'payment-orchestration send',
      'disclosure published',
      'payment-orchestration apply',
      'payment-orchestration ordered',
      'bank-gateway instructed',
      'bank-gateway bank-bounced',
      'payment-orchestration line-bounced',
    ];
    expect(told).toEqual(expect.arrayContaining([...steps, 'supervision recorded', 'payment-orchestration refunded']));
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort());
    const clerk = await run.people.holding('township-clerk', { division: TOWNSHIP });
    expect((await clerk.get<LineHistory>(path)).missing).toEqual([{ service: 'supervision', status: 403, why: 'not-allowed' }]);
    const stranger = await run.people.holding('township-clerk', { division: '410423101' });
    await expect(stranger.get(path)).rejects.toMatchObject({ status: 403 });
  });

  it('reconciles, and a row that somebody takes out by hand is named by its line', async () => {
    const supervisor = await run.people.holding('supervisor');
    const bank = async <T>(path: string) => (await (await fetch(new URL(path, platform.urls.bankSimulator))).json()) as T;
    const { batchId } = batchOf(run, SOY);
    const held = booksOfServices((path) => supervisor.get(path), bank);
    expect(await reconcile(held, batchId)).toMatchObject({ batches: 1, paid: { count: 9 }, differences: [] });

    const { line } = lineOf(rows.spouse);
    const taken = `CREATE TABLE taken AS SELECT * FROM payment_line WHERE line = ${String(line)}; DELETE FROM payment_line WHERE line = ${String(line)}`;
    await byHand(platform, 'disclosure', taken);
    try {
      const { differences } = await reconcile(held, batchId);
      expect(differences.map(({ service, lines }) => ({ service, lines: lines.map((each) => each.line) }))).toEqual([
        { service: 'disclosure', lines: [line] },
      ]);
    } finally {
      await byHand(platform, 'disclosure', 'INSERT INTO payment_line SELECT * FROM taken; DROP TABLE taken');
    }
  });

  it('leaves an audit chain that the platform and a program of its own find unbroken, and a changed entry breaks', async () => {
    const supervisor = await run.people.holding('supervisor');
    const verified = await supervisor.post<Verification>(`${api.supervision}/audit/verify`);
    expect(verified).toMatchObject({ broken: [] });
    expect(verified.entries).toBeGreaterThan(100);
    const exported = await (await supervisor.raw(`${api.supervision}/audit/export`)).text();
    const [whole, changed] = ['audit.ndjson', 'changed.ndjson'].map((name) => join(run.place.state, name)) as [string, string];
    writeFileSync(whole, exported);
    writeFileSync(changed, exported.split('\n').map(aChangedTime).join('\n'));
    expect(verifierSays(whole)).toMatchObject({ code: 0 });
    expect(verifierSays(changed)).toMatchObject({ code: 1 });
  });
});

/** The tenth entry, as if somebody had wanted an act to have been earlier. */
function aChangedTime(line: string, at: number): string {
  if (at !== 9) return line;
  const entry = JSON.parse(line) as AuditEntry;
  return JSON.stringify({ ...entry, time: '2020-01-01T00:00:00.000Z' });
}

function verifierSays(file: string): { code: number; says: string } {
  try {
    return { code: 0, says: execFileSync(process.execPath, [join('dist', 'verify', 'main.js'), file], { encoding: 'utf8', stdio: 'pipe' }) };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    return { code: status, says: stderr };
  }
}
