import {
  citizenCase,
  clock,
  division,
  lineFacts,
  listedChunk,
  notice,
  paidPeople,
  type PolicyVersion,
  policyVersion,
  project,
  type Project,
} from '@one-card/contracts';
import { driftOf, sql } from '@one-card/database';
import { serviceUnderTest, type ServiceUnderTest } from '@one-card/testing';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import { counted, county, department, divisions, otherVillage, type Person, policy, projectOf, Roll, township, village } from './fixtures';

let given: ServiceUnderTest;
const policies = new Map<string, { policy: PolicyVersion; project: Project }>();
const totals = { village_board: 'totals', web_notice: 'totals', web_result: 'totals' } as const;
const full = { village_board: 'full', web_notice: 'full', web_result: 'full' } as const;
const evidence = { evidenceSha256: 'e'.repeat(64), note: '已张贴' };

const clerk = (code = township) => given.as({ posts: [{ post: 'township-clerk', divisions: [code] }], id: 'clerk-1', name: '经办甲' });
const reviewer = () => given.as({ posts: [{ post: 'township-reviewer', divisions: [township] }], id: 'reviewer-1', name: '审核乙' });
const person = (name: string, villageCode = village): Person => ({ name, villageCode });

function roll(code: string, ...chunks: Person[][]): Roll {
  const known = policies.get(code);
  if (!known) throw new Error(`no policy ${code}`);
  return new Roll(given, known.policy, known.project, chunks);
}

async function openNotice(of: Roll): Promise<string> {
  const id = await of.comesToNotice();
  await given.published(notice, (n) => n.id === id && n.state === 'requested');
  expect((await clerk().post(`/notices/${id}/post`, evidence)).status).toBe(201);
  return id;
}

beforeAll(async () => {
  given = await serviceUnderTest({ name: 'disclosure', module: AppModule, config, env: { NOTICE_SWEEP_MS: '100' } });
  for (const one of divisions) await given.publish(division, one);
  const all = [
    policy({ code: 'disabled-living' }),
    policy({ code: 'old-age', publicity: full }),
    policy({ code: 'family-special', publicity: totals }),
  ];
  for (const one of [...all, policy({ code: 'orphan', payee: 'guardian' })]) {
    const its = projectOf(one);
    await given.publish(policyVersion, one);
    await given.publish(project, its);
    policies.set(one.code, { policy: one, project: its });
  }
});
afterAll(() => given.stop());

describe('a notice', () => {
  it('has entities that agree with its tables', async () => {
    expect(await driftOf(given.database.dataSource)).toEqual([]);
  });

  it('is requested when its whole list is in, whichever chunk comes last', async () => {
    const of = roll('disabled-living', [person('张三'), person('李小明')], [person('欧阳小明', otherVillage)]);
    const id = '01990000-0000-7000-8000-000000000001';
    await given.publish(listedChunk, await of.listed(id, 2));
    await given.eventually(async () => expect(await given.database.query(sql`SELECT 1 FROM notice WHERE id = ${id}`)).toHaveLength(1));
    expect((await given.anonymous.get(`/notices/${id}`)).status).toBe(404);
    await given.publish(listedChunk, await of.listed(id, 1));
    expect(await given.published(notice, (n) => n.id === id)).toMatchObject({
      version: 1,
      state: 'requested',
      listed: { count: 3, amountFen: '25800' },
    });
    const { body } = await given.anonymous.get(`/notices?batchId=${of.batchId}&state=requested`);
    expect(body.items).toEqual([expect.objectContaining({ id, divisionName: '露峰街道', policyName: '政策 disabled-living', daysLeft: null })]);
  });

  it('opens when it hangs, and only by those whose village it is', async () => {
    const id = await roll('disabled-living', [person('张三')]).comesToNotice();
    await given.published(notice, (n) => n.id === id);
    expect((await clerk('410423102').post(`/notices/${id}/post`, evidence)).status).toBe(403);
    expect((await reviewer().post(`/notices/${id}/post`, evidence)).status).toBe(403);
    expect((await given.anonymous.post(`/notices/${id}/post`, evidence)).status).toBe(401);
    const { body } = await clerk().post(`/notices/${id}/post`, evidence);
    expect(body).toMatchObject({ state: 'open', daysLeft: 7 });
    const opened = await given.published(notice, (n) => n.id === id && n.state === 'open');
    expect(opened).toMatchObject({ version: 2, evidenceSha256: evidence.evidenceSha256, postedBy: { actor: 'clerk-1', post: 'township-clerk' } });
    expect((await clerk().post(`/notices/${id}/post`, evidence)).body).toMatchObject({ status: 409, code: 'illegal-move' });
  });

  it('is hung by a village agent only when all its villages are theirs', async () => {
    const agent = given.as({ posts: [{ post: 'village-agent', divisions: [village] }] });
    const both = await roll('disabled-living', [person('张三'), person('李四', otherVillage)]).comesToNotice();
    const own = await roll('disabled-living', [person('张三')]).comesToNotice();
    for (const id of [both, own]) await given.published(notice, (n) => n.id === id);
    expect((await agent.post(`/notices/${both}/post`, evidence)).status).toBe(403);
    expect((await agent.post(`/notices/${own}/post`, evidence)).status).toBe(201);
  });

  it('that stands on the grant is final at once', async () => {
    const id = await roll('disabled-living', [person('张三')]).comesToNotice({ basis: 'standing' });
    expect(await given.published(notice, (n) => n.id === id)).toMatchObject({ state: 'standing', openedAt: null });
  });

  it('of an older revision no longer counts when the roll comes anew', async () => {
    const of = roll('disabled-living', [person('张三')]);
    const [older, newer] = [await of.comesToNotice({ revision: 1 }), await of.comesToNotice({ revision: 2 })];
    await given.published(notice, (n) => n.id === newer && n.state === 'requested');
    await given.eventually(async () => expect((await given.anonymous.get(`/notices/${older}`)).status).toBe(404));
    expect((await clerk().post(`/notices/${older}/post`, evidence)).body).toMatchObject({ code: 'notice-superseded' });
  });

  it('is listed page by page, and by where it is', async () => {
    const first = await given.anonymous.get(`/notices?limit=2&division=${village}`);
    const second = await given.anonymous.get(`/notices?limit=2&division=${village}&cursor=${first.body.next}`);
    expect(new Set([...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id)).size).toBe(4);
    expect((await given.anonymous.get('/notices?division=410423102')).body.items).toEqual([]);
  });
});

describe('what a page shows', () => {
  it('is masked on the web and whole on the village board', async () => {
    const of = roll('disabled-living', [person('张三'), person('李小明'), person('欧阳小明', otherVillage)]);
    const [rejected] = of.lines;
    const id = await of.comesToNotice({ leaveOut: [rejected?.line ?? 0] });
    await given.published(notice, (n) => n.id === id);
    expect((await given.anonymous.get(`/notices/${id}/lines`)).body).toMatchObject({ items: [], publicity: 'totals', totals: { count: 2 } });
    await clerk().post(`/notices/${id}/post`, evidence);
    const web = (await given.anonymous.get(`/notices/${id}/lines?limit=1`)).body;
    expect(web.items).toEqual([expect.objectContaining({ name: '李*明', payeeName: '李*明', amountFen: '8600', quantityMilli: 1000 })]);
    const rest = (await given.anonymous.get(`/notices/${id}/lines?limit=1&cursor=${web.next}`)).body;
    expect([rest.items[0].name, rest.next]).toEqual(['欧**明', null]);
    expect((await given.anonymous.get(`/notices/${id}/board`)).status).toBe(401);
    expect((await clerk('410423102').get(`/notices/${id}/board`)).status).toBe(403);
    const board = (await clerk().get(`/notices/${id}/board?village=${otherVillage}`)).body;
    expect(board.items.map(({ name }: { name: string }) => name)).toEqual(['欧阳小明']);
  });

  it('follows the newest version of its policy, on old pages too', async () => {
    const first = policy({ code: 'was-masked' });
    const its = projectOf(first);
    await given.publish(policyVersion, first);
    await given.publish(project, its);
    policies.set(first.code, { policy: first, project: its });
    const id = await openNotice(roll(first.code, [person('李小明')]));
    const names = async () => (await given.anonymous.get(`/notices/${id}/lines`)).body.items.map(({ name }: { name: string }) => name);
    expect(await names()).toEqual(['李*明']);
    await given.publish(policyVersion, policy({ code: first.code, versionNo: 2, publicity: totals }));
    await given.eventually(async () => expect(await names()).toEqual([]));
  });

  it('lets a village agent read the board of their village only, and a department those of its policies in its divisions', async () => {
    const id = await openNotice(roll('disabled-living', [person('张三'), person('李四', otherVillage)]));
    const agent = given.as({ posts: [{ post: 'village-agent', divisions: [village] }] });
    expect((await agent.get(`/notices/${id}/board?village=${village}`)).body.items).toHaveLength(1);
    expect((await agent.get(`/notices/${id}/board`)).status).toBe(403);
    const ofDepartment = (name: string, division: string) =>
      given.as({ posts: [{ post: 'department-clerk', department: name, divisions: [division] }] }).get(`/notices/${id}/board`);
    const [ours, elsewhere, others] = [
      await ofDepartment(department, county),
      await ofDepartment(department, '410423102'),
      await ofDepartment('教体局', county),
    ];
    expect([ours.status, elsewhere.status, others.status]).toEqual([200, 403, 403]);
  });

  it('keeps names sealed, and keeps none of children and of what is told in totals only', async () => {
    for (const code of ['orphan', 'family-special']) {
      const of = roll(code, [person('不可出现')]);
      const id = await openNotice(of);
      expect((await given.anonymous.get(`/notices/${id}/lines`)).body).toMatchObject({ items: [], publicity: 'totals', totals: { count: 1 } });
      expect((await clerk().get(`/notices/${id}/board`)).body).toMatchObject({ items: [], publicity: 'totals' });
      expect(await given.database.query(sql`SELECT 1 FROM listed_chunk WHERE notice_id = ${id}`)).toEqual([]);
    }
    const kept = await given.database.query<{ people: Buffer }>(sql`SELECT people FROM listed_chunk`);
    expect(kept.length).toBeGreaterThan(0);
    for (const { people } of kept) expect(people.includes(Buffer.from('张三'))).toBe(false);
  });
});

describe('the window of a notice', () => {
  it('closes when the clock has passed it, open objections and all', async () => {
    const of = roll('disabled-living', [person('张三'), person('李小明')]);
    const id = await openNotice(of);
    const [first] = of.lines;
    const objection = { line: first?.line, name: '举报人', phone: '13800001234', text: '此人已经不住在本村' };
    expect((await given.anonymous.post(`/notices/${id}/objections`, objection)).status).toBe(201);
    await given.publish(clock, { id: 'clock', version: 1, countyCode: county, offsetMs: 8 * 86_400_000 });
    const closed = await given.published(notice, (n) => n.id === id && n.state === 'closed');
    expect(closed.objections).toEqual([{ id: expect.any(String), line: first?.line, state: 'open', reason: null }]);
    expect((await given.anonymous.post(`/notices/${id}/objections`, objection)).body).toMatchObject({ status: 409, code: 'notice-not-open' });
  });

  it('closes by itself too, when nobody says anything', async () => {
    const id = await openNotice(roll('disabled-living', [person('张三')]));
    await given.advanceClock({ days: 8 });
    await given.published(notice, (n) => n.id === id && n.state === 'closed');
  });
});

describe('an objection', () => {
  const objector = { name: '举报人', phone: '13800001234', text: '此人已经不住在本村' };

  it('holds its line, is told to supervision, and is decided once with a reason', async () => {
    const of = roll('disabled-living', [person('张三')]);
    const id = await openNotice(of);
    const { status, body } = await given.anonymous.post(`/notices/${id}/objections`, { line: of.lines[0]?.line, ...objector });
    expect([status, body.receiptNo]).toEqual([201, expect.stringMatching(/^YY\d{8}-\d{5}$/)]);
    await given.published(notice, (n) => n.id === id && n.objections[0]?.state === 'open');
    expect(await given.published(citizenCase, (c) => c.id === body.id)).toMatchObject({
      kind: 'objection',
      state: 'received',
      divisionCode: township,
    });

    expect((await clerk().post(`/objections/${body.id}/decision`, { decision: 'upheld', reason: '经核实属实' })).status).toBe(403);
    const decided = await reviewer().post(`/objections/${body.id}/decision`, { decision: 'upheld', reason: '经核实属实' });
    expect([decided.status, decided.body.state]).toEqual([201, 'upheld']);
    await given.published(notice, (n) => n.id === id && n.objections[0]?.state === 'upheld' && n.objections[0].reason === '经核实属实');
    await given.published(citizenCase, (c) => c.id === body.id && c.version === 2 && c.state === 'answered');
    expect((await reviewer().post(`/objections/${body.id}/decision`, { decision: 'refused', reason: '再次处理' })).body).toMatchObject({
      code: 'objection-decided',
    });

    const path = `/lines/${String(of.lines[0]?.line)}/history`;
    const history = await reviewer().get(path);
    expect(history.body.map(({ what }: { what: string }) => what)).toEqual(['notice-requested', 'published', 'objection', 'objection-upheld']);
    expect(history.body[3]).toMatchObject({ by: { actor: 'reviewer-1', post: 'township-reviewer' }, ref: body.id });
    expect(JSON.stringify(history.body)).not.toContain(objector.name);
    expect((await clerk('410423102').get(path)).status).toBe(403);
  });

  it('is about a line of the list', async () => {
    const id = await openNotice(roll('disabled-living', [person('张三')]));
    expect((await given.anonymous.post(`/notices/${id}/objections`, { line: 1, ...objector })).body).toMatchObject({
      status: 422,
      code: 'line-not-listed',
    });
  });

  it('is no store for what strangers send', async () => {
    const of = roll('disabled-living', [person('张三')]);
    const id = await openNotice(of);
    const long = { line: of.lines[0]?.line, ...objector, name: '长'.repeat(100_000) };
    expect((await given.anonymous.post(`/notices/${id}/objections`, long)).status).toBe(422);
  });

  it('names its author only to whoever decides, sealed at rest, and records who read it', async () => {
    const of = roll('disabled-living', [person('张三')]);
    const id = await openNotice(of);
    const { body } = await given.anonymous.post(`/notices/${id}/objections`, { line: of.lines[0]?.line, ...objector });
    const seen = (await clerk().get(`/notices/${id}/objections`)).body;
    expect(seen).toEqual([expect.objectContaining({ text: objector.text, state: 'open' })]);
    expect(JSON.stringify(seen)).not.toContain(objector.phone);
    expect((await clerk().get(`/objections/${body.id}`)).status).toBe(403);
    const ours = given.as({ id: 'dept-1', posts: [{ post: 'department-clerk', department, divisions: [county] }] });
    expect((await ours.get(`/objections/${body.id}`)).body).toMatchObject({ name: objector.name, phone: objector.phone });
    expect(await given.database.query(sql`SELECT reader FROM objection_reading WHERE objection_id = ${body.id}`)).toEqual([{ reader: 'dept-1' }]);
    const [row] = await given.database.query<{ phone: Buffer }>(sql`SELECT phone FROM objection WHERE id = ${body.id}`);
    expect(row?.phone.includes(Buffer.from(objector.phone))).toBe(false);
  });
});

describe('what was paid', () => {
  const sums = async (query: string) => (await given.anonymous.get(`/payments/sums?${query}`)).body;

  it('is shown with the same sums at village, township and county', async () => {
    const of = roll('disabled-living', [person('张三'), person('李小明'), person('欧阳小明', otherVillage)]);
    const id = await of.comesToNotice({ basis: 'standing' });
    await given.published(notice, (n) => n.id === id);
    const lines = of.lines.map(({ line }) => line);
    await given.publish(lineFacts, of.facts(lines, 'underWay', 'paid'));
    await given.eventually(async () => expect((await given.anonymous.get('/totals')).body).toEqual({ count: 3, amountFen: '25800' }));
    expect(await sums('by=village')).toMatchObject([
      { divisionCode: village, divisionName: '东村', lines: 2, amountFen: '17200' },
      { divisionCode: otherVillage, divisionName: '西村', lines: 1, amountFen: '8600' },
    ]);
    expect(await sums('by=township')).toMatchObject([{ divisionCode: township, year: 2026, lines: 3, amountFen: '25800' }]);
    expect(await sums(`by=county&division=${county}`)).toMatchObject([{ divisionCode: county, lines: 3, amountFen: '25800' }]);
    expect(await sums(`by=village&division=${village}`)).toHaveLength(1);

    const { body } = await given.anonymous.get(`/payments/lines?village=${village}&policyCode=disabled-living&year=2026`);
    expect(body).toMatchObject({ publicity: 'masked', totals: { count: 2, amountFen: '17200' }, next: null });
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['张*', '李*明']);
  });

  it('and then given back by the bank is taken off again, and on again when it is paid after all', async () => {
    const of = roll('old-age', [person('赵大'), person('钱二')]);
    await of.comesToNotice({ basis: 'standing' });
    const lines = of.lines.map(({ line }) => line);
    const here = async () => (await given.anonymous.get(`/payments/lines?village=${village}&policyCode=old-age`)).body;
    await given.publish(lineFacts, of.facts(lines, 'underWay', 'paid'));
    await given.eventually(async () => expect((await here()).totals.count).toBe(2));
    expect((await here()).items[0].name).toBe('赵大');
    await given.publish(lineFacts, of.facts(lines.slice(0, 1), 'paid', 'bounced'));
    await given.eventually(async () => expect((await here()).items).toHaveLength(1));
    expect((await here()).totals).toEqual({ count: 1, amountFen: '8600' });
    await given.publish(lineFacts, of.facts(lines.slice(0, 1), 'bounced', 'paid'));
    await given.eventually(async () => expect((await here()).totals.count).toBe(2));
  });

  it('for children is told in sums only, and of a few in a village only with the township', async () => {
    const of = roll('orphan', [person('甲'), person('乙', otherVillage), ...['丙', '丁', '戊', '己'].map((name) => person(name, otherVillage))]);
    await given.publish(
      lineFacts,
      of.facts(
        of.lines.map(({ line }) => line),
        'underWay',
        'paid',
      ),
    );
    await given.eventually(async () => expect(await sums('policyCode=orphan')).toMatchObject([{ divisionCode: township, lines: 6 }]));
    expect(await sums('policyCode=orphan&by=village')).toMatchObject([{ divisionCode: township, lines: 6 }]);
    await given.publish(paidPeople, counted({ [village]: 1, [otherVillage]: 5 }, 'orphan'));
    await given.eventually(async () => expect(await sums('policyCode=orphan&by=village')).toHaveLength(2));
    expect(await sums('policyCode=orphan&by=village')).toMatchObject([
      { divisionCode: township, lines: 1 },
      { divisionCode: otherVillage, lines: 5 },
    ]);
    expect(await sums(`policyCode=orphan&by=village&division=${village}`)).toEqual([]);
    expect(await given.database.query(sql`SELECT 1 FROM payment_line WHERE policy_code = 'orphan'`)).toEqual([]);
    const few = await given.anonymous.get(`/payments/lines?village=${village}&policyCode=orphan`);
    expect([few.status, few.body.code]).toEqual([404, 'too-few-to-show']);
    const more = await given.anonymous.get(`/payments/lines?village=${otherVillage}&policyCode=orphan`);
    expect(more.body).toMatchObject({ items: [], publicity: 'totals', totals: { count: 5 } });

    const before = new Roll(given, of.policy, { ...of.project, id: '00000000-0000-4000-8000-000000002025', year: 2025 }, [
      ['庚', '辛', '壬'].map((name) => person(name, otherVillage)),
    ]);
    await given.publish(project, before.project);
    await given.publish(
      lineFacts,
      before.facts(
        before.lines.map(({ line }) => line),
        'underWay',
        'paid',
      ),
    );
    await given.eventually(async () => expect(await sums('policyCode=orphan&year=2025')).toMatchObject([{ lines: 3 }]));
    const allYears = await given.anonymous.get(`/payments/lines?village=${otherVillage}&policyCode=orphan`);
    expect(allYears.body.totals).toEqual({ count: 5, amountFen: '43000' });
  });
});
