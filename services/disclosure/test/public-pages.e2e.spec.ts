import { citizenCase, division, lineFacts, notice, paidPeople, policyVersion, project, type PolicyVersion, type Project } from '@one-card/contracts';
import { sql } from '@one-card/database';
import { serviceUnderTest, type ServiceUnderTest } from '@one-card/testing';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import { counted, county, department, divisions, otherVillage, policy, projectOf, Roll, township, village } from './fixtures';

let given: ServiceUnderTest;
const policies = new Map<string, { policy: PolicyVersion; project: Project }>();
const totals = { village_board: 'totals', web_notice: 'totals', web_result: 'totals' } as const;

beforeAll(async () => {
  given = await serviceUnderTest({ name: 'disclosure', module: AppModule, config, env: { NOTICE_SWEEP_MS: '100' } });
  for (const one of divisions) await given.publish(division, one);
  for (const one of [policy({ code: 'living', name: '残疾人生活补贴' }), policy({ code: 'special', name: '特扶金', publicity: totals })]) {
    const its = projectOf(one);
    await given.publish(policyVersion, one);
    await given.publish(project, its);
    policies.set(one.code, { policy: one, project: its });
  }
});
afterAll(() => given.stop());

function roll(code: string, ...villages: string[]): Roll {
  const known = policies.get(code);
  if (!known) throw new Error(`no policy ${code}`);
  return new Roll(given, known.policy, known.project, [villages.map((villageCode) => ({ name: '李小明', villageCode }))]);
}

async function opened(of: Roll): Promise<string> {
  const id = await of.comesToNotice();
  await given.published(notice, (n) => n.id === id && n.state === 'requested');
  const clerk = given.as({ posts: [{ post: 'township-clerk', divisions: [township] }] });
  expect((await clerk.post(`/notices/${id}/post`, { evidenceSha256: 'e'.repeat(64), note: '已张贴' })).status).toBe(201);
  return id;
}

const levels = async (division: string) => (await given.anonymous.get(`/payments/levels?division=${division}&year=2026`)).body;

describe('what was paid', () => {
  it('is the same at county, township and village, and a few of a totals-only policy stand with the township', async () => {
    const paid = [roll('living', village, village, otherVillage), roll('special', village, ...Array.from({ length: 5 }, () => otherVillage))];
    for (const one of paid) {
      await one.comesToNotice({ basis: 'standing' });
      const lines = one.lines.map(({ line }) => line);
      await given.publish(lineFacts, one.facts(lines, 'underWay', 'paid'));
    }
    await given.eventually(async () => expect((await levels(county)).total).toMatchObject({ lines: 9, amountFen: '77400' }));
    const groups = counted({ [village]: 1, [otherVillage]: 5 }, 'special').groups;
    const named = counted({ [village]: 2, [otherVillage]: 1 }, null).groups;
    const living = counted({ [village]: 2, [otherVillage]: 1 }, 'living').groups;
    const all = { ...counted({}, null), groups: join(groups, named, living) };
    await given.publish(paidPeople, all);
    await given.eventually(async () => expect((await levels(village)).total.people).toBe(2));

    const [whole, inTownship, inVillage, inOther] = [await levels(county), await levels(township), await levels(village), await levels(otherVillage)];
    expect(whole.parts).toEqual([expect.objectContaining({ code: township, name: '露峰街道', lines: 9, amountFen: '77400' })]);
    expect(inTownship.path).toEqual([{ code: county, name: '鲁山县' }]);
    expect(inTownship.parts.map(({ code, lines }: { code: string; lines: number }) => [code, lines])).toEqual([
      [village, 2],
      [otherVillage, 6],
      [null, 1],
    ]);
    const sumOf = (some: { amountFen: string }[]) => String(some.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n));
    for (const level of [whole, inTownship]) expect([sumOf(level.parts), sumOf(level.policies)]).toEqual(['77400', '77400']);
    expect(inVillage.policies).toEqual([{ code: 'living', name: '残疾人生活补贴', publicity: 'masked', lines: 2, amountFen: '17200', people: 2 }]);
    expect(inOther.policies.map(({ code, people }: { code: string; people: number }) => [code, people])).toEqual([
      ['special', 5],
      ['living', 1],
    ]);
    expect((await given.anonymous.get('/payments/levels?division=410423999')).status).toBe(404);
  });

  it('is summed up on the front page', async () => {
    await given.publish(paidPeople, { ...counted({}, null), divisionCode: county, groups: { villageCode: [null], policyCode: [null], people: [8] } });
    await given.eventually(async () =>
      expect((await given.anonymous.get('/summary?year=2026')).body).toEqual({
        ...{ year: 2026, years: [2026], paid: { count: 9, amountFen: '77400' }, people: 8 },
        ...{ policies: 2, listed: 2, villages: 2 },
      }),
    );
  });

  it('of an older count does not replace a newer one', async () => {
    await given.publish(paidPeople, {
      ...counted({}, null, '2026-10-01T08:00:00.000Z'),
      ...{ divisionCode: county, groups: { villageCode: [null], policyCode: [null], people: [3] } },
    });
    await given.publish(paidPeople, { ...counted({ [village]: 4 }, 'other'), divisionCode: '410423102' });
    await given.eventually(async () => expect(await given.database.query(sql`SELECT FROM people_count WHERE policy_code = 'other'`)).toHaveLength(2));
    expect((await given.anonymous.get('/summary?year=2026')).body.people).toBe(8);
  });

  it('names the villages of a notice only where its lines are shown', async () => {
    const [shown, hidden] = [await opened(roll('living', village, otherVillage, otherVillage)), await opened(roll('special', village))];
    expect((await given.anonymous.get(`/notices/${shown}/villages`)).body).toMatchObject([
      { code: village, name: '东村', lines: 1 },
      { code: otherVillage, lines: 2, amountFen: '17200' },
    ]);
    expect((await given.anonymous.get(`/notices/${hidden}/villages`)).body).toEqual([]);
  });
});

describe('a search', () => {
  const search = async (text: string) => (await given.anonymous.get(`/search?text=${encodeURIComponent(text)}`)).body;

  it('finds policies, places and notices, and never people', async () => {
    const id = await opened(roll('living', village));
    const found = await search('残疾人');
    expect(found[0]).toMatchObject({ kind: 'policy', id: 'living', note: department });
    expect(found).toContainEqual(expect.objectContaining({ kind: 'notice', id }));
    expect(await search('东村')).toMatchObject([{ kind: 'division', id: village, note: '露峰街道' }]);
    expect(await search('李小明')).toEqual([]);
    expect(await search('%')).toEqual([]);
  });
});

describe('a receipt', () => {
  const citizen = { name: '王大爷', phone: '13800420001' };
  const follow = (receiptNo: string, secret: string) => given.anonymous.post('/follow-ups', { receiptNo, secret });

  it('of an objection tells what became of it to whoever holds its secret', async () => {
    const of = roll('living', village);
    const id = await opened(of);
    const objection = { line: of.lines[0]?.line, ...citizen, text: '此人已搬走多年' };
    const { body: receipt } = await given.anonymous.post(`/notices/${id}/objections`, objection);
    const { body } = await follow(receipt.receiptNo.toLowerCase(), `${receipt.secret.slice(0, 5)} ${receipt.secret.slice(5)}`);
    expect(body).toMatchObject({ kind: 'objection', state: 'open', answer: null, about: '露峰街道 残疾人生活补贴', dueAt: receipt.dueAt });
    for (const value of [citizen.name, citizen.phone, objection.text]) expect(JSON.stringify(body)).not.toContain(value);
    const reviewer = given.as({ posts: [{ post: 'township-reviewer', divisions: [township] }] });
    await reviewer.post(`/objections/${receipt.id}/decision`, { decision: 'upheld', reason: '经核实已迁出' });
    expect((await follow(receipt.receiptNo, receipt.secret)).body).toMatchObject({ state: 'upheld', answer: '经核实已迁出' });
  });

  it('of a question has a deadline and an answer, and tells nothing to whoever guesses', async () => {
    const asked = { kind: 'question', policyCode: 'living', divisionCode: village, ...citizen, text: '今年的钱什么时候发?' };
    const { status, body: receipt } = await given.anonymous.post('/cases', asked);
    expect([status, receipt.receiptNo]).toEqual([201, expect.stringMatching(/^ZX\d{8}-\d{5}$/)]);
    await given.published(citizenCase, (c) => c.id === receipt.id && c.kind === 'question' && c.state === 'received');
    const wrong = [await follow(receipt.receiptNo, 'ABCDEFGHJK'), await follow('ZX20200101-00001', receipt.secret)];
    for (const { status: refused, body } of wrong) expect([refused, body.code, body.detail]).toEqual([404, 'receipt-unknown', wrong[0]?.body.detail]);

    const ours = given.as({ id: 'dept-1', posts: [{ post: 'department-clerk', department, divisions: [county] }] });
    const others = given.as({ posts: [{ post: 'department-clerk', department: '教体局', divisions: [county] }] });
    expect((await ours.get('/cases')).body.items).toMatchObject([{ id: receipt.id, text: asked.text, state: 'received' }]);
    expect((await others.get('/cases')).body.items).toEqual([]);
    expect((await others.get(`/cases/${receipt.id}`)).status).toBe(403);
    expect((await ours.get(`/cases/${receipt.id}`)).body).toMatchObject(citizen);
    expect(await given.database.query(sql`SELECT reader FROM citizen_case_reading`)).toEqual([{ reader: 'dept-1' }]);
    expect((await others.post(`/cases/${receipt.id}/answer`, { answer: '本月内发放' })).status).toBe(403);
    expect((await ours.post(`/cases/${receipt.id}/answer`, { answer: '本月内发放' })).status).toBe(201);
    expect((await ours.post(`/cases/${receipt.id}/answer`, { answer: '再答一次' })).body).toMatchObject({ code: 'case-answered' });
    expect((await follow(receipt.receiptNo, receipt.secret)).body).toMatchObject({ state: 'answered', answer: '本月内发放' });
    const [row] = await given.database.query<{ text: Buffer }>(sql`SELECT text FROM citizen_case`);
    expect(row?.text.includes(Buffer.from(asked.text))).toBe(false);
  });

  it('reaches the department that it is about, stays by its deadline, and is shown as late once that has passed', async () => {
    const publisher = given.as({ id: 'publisher-1', name: '王芳', posts: [{ post: 'publisher', divisions: [county] }] });
    const ours = given.as({ posts: [{ post: 'department-clerk', department, divisions: [county] }] });
    const asked = { kind: 'complaint', ...citizen, text: '村里有人冒领残疾补贴' };
    const { body: receipt } = await given.anonymous.post('/cases', asked);
    const todoOf = async (who: typeof ours) => ((await who.get('/todo')).body as { id: string }[]).filter(({ id }) => id === receipt.id);
    expect(await todoOf(publisher)).toMatchObject([{ kind: 'case', act: '答复投诉', post: 'publisher', dueAt: receipt.dueAt, batchId: null }]);
    expect(await todoOf(ours)).toEqual([]);
    const to = { policyCode: 'living', note: '残疾人生活补贴由民政局办理' };
    expect((await ours.post(`/cases/${receipt.id}/transfer`, to)).status).toBe(403);
    expect((await publisher.post(`/cases/${receipt.id}/transfer`, { ...to, policyCode: null })).body).toMatchObject({ code: 'case-there-already' });
    expect((await publisher.post(`/cases/${receipt.id}/transfer`, to)).body).toMatchObject({ department, policyName: '残疾人生活补贴' });
    await given.published(citizenCase, (c) => c.id === receipt.id && c.version === 2 && c.policyCode === 'living');
    expect(await todoOf(publisher)).toEqual([]);
    expect(await todoOf(ours)).toMatchObject([{ post: 'department-clerk', dueAt: receipt.dueAt }]);
    const { body } = await ours.get(`/cases/${receipt.id}`);
    expect(body.transfers).toMatchObject([{ name: '王芳', from: null, to: department, note: to.note }]);
    const late = async () =>
      ((await ours.get('/cases?late=true&kind=complaint')).body.items as { id: string }[]).filter(({ id }) => id === receipt.id);
    expect(await late()).toEqual([]);
    await given.database.query(sql`UPDATE citizen_case SET due_at = due_at - interval '60 days' WHERE id = ${receipt.id}`);
    const [overdue] = (await late()) as { lateWorkingDays?: number }[];
    expect(overdue?.lateWorkingDays).toBeGreaterThan(0);
  });

  it('is for policies of the list only', async () => {
    const asked = { kind: 'complaint', policyCode: 'none', ...citizen, text: '举报有人冒领补贴' };
    expect((await given.anonymous.post('/cases', asked)).body).toMatchObject({ status: 422, code: 'policy-unknown' });
  });
});

type Groups = ReturnType<typeof counted>['groups'];
function join(...some: Groups[]): Groups {
  return {
    villageCode: some.flatMap((one) => one.villageCode),
    policyCode: some.flatMap((one) => one.policyCode),
    people: some.flatMap((one) => one.people),
  };
}
