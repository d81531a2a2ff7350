import { calendar, clock, division, policyVersion, project } from '@one-card/contracts';
import { driftOf, sql } from '@one-card/database';
import { serviceUnderTest, type ServiceUnderTest } from '@one-card/testing';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';

const county = '410423';
const township = '410423101';

let given: ServiceUnderTest;
const department = (name: string, id?: string) => given.as({ id, posts: [{ post: 'department-clerk', department: name, divisions: [county] }] });
const admin = () => given.as({ posts: [{ post: 'system-admin', divisions: [county] }] });
const clerkOf = (code: string) => given.as({ posts: [{ post: 'township-clerk', divisions: [code] }] });

beforeAll(async () => {
  given = await serviceUnderTest({ name: 'policy-catalog', module: AppModule, config, env: { CLOCK_ADVANCE_ALLOWED: 'true' } });
  await given.publish(division, divisionState(township, '露峰街道', 'township'));
  await given.publish(division, divisionState('410423101001', '某村', 'village'));
  await given.eventually(async () => {
    const known = await given.database.query(sql`SELECT key FROM replica WHERE topic = ${division.type}`);
    expect(known).toHaveLength(2);
  });
});
afterAll(() => given.stop());

const divisionState = (id: string, name: string, kind: 'township' | 'village') => ({
  id,
  version: 1,
  countyCode: county,
  name,
  kind,
  parents: [kind === 'village' ? township : county],
  ancestors: [id, ...(kind === 'village' ? [township] : []), county],
});

const hailInsurance = {
  code: 'hail-relief',
  nationalCode: null,
  name: '冰雹灾害补助',
  memo: '冰雹补助',
  level: '县',
  department: '农业农村局',
  documents: ['鲁农〔2026〕1号'],
  beneficiaries: '受灾农户',
  unitOf: 'household',
  payee: 'head',
  quantityUnit: 'mu',
  standard: { kind: 'flat', rateFen: '5000', per: 'mu' },
  components: [],
  cycle: 'once',
  noticeBasis: 'per-batch',
  noticeDays: 7,
  publicity: { village_board: 'full', web_notice: 'masked', web_result: 'masked' },
  rules: [],
  exclusiveWith: [],
  limits: {},
  validFrom: '2026-01-01',
  validTo: null,
};

const landProject = {
  policyCode: 'land-fertility',
  name: '2026 年耕地地力保护补贴',
  year: 2026,
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
  divisions: [township],
  fundFen: '10337000000',
  areaMilli: 1_108_908_123,
};

describe('a catalog that starts', () => {
  it('has entities that agree with its tables', async () => {
    expect(await driftOf(given.database.dataSource)).toEqual([]);
  });

  it('holds the county’s policies and has told everybody of them', async () => {
    const { status, body } = await given.anonymous.get('/policies?limit=500');
    expect(status).toBe(200);
    expect(body.items).toHaveLength(30);
    const land = await given.published(policyVersion, ({ code }) => code === 'land-fertility');
    expect(land).toMatchObject({ versionNo: 1, standard: { kind: 'fund-by-area' }, rules: expect.arrayContaining(['area-above-title-cumulative']) });
  });

  it('loads nothing twice', async () => {
    await given.restart();
    const { body } = await given.anonymous.get('/policies/land-fertility');
    expect(body).toHaveLength(1);
    const { body: calendars } = await given.anonymous.get('/calendar/2026');
    expect(calendars.days.length).toBeGreaterThan(20);
    const years = await given.database.query(sql`SELECT year, version FROM calendar`);
    expect(years).toEqual(years.map((row) => expect.objectContaining({ ...(row as object), version: 1 })));
  });

  it('gives policies page by page', async () => {
    const first = await given.anonymous.get('/policies?limit=20');
    const rest = await given.anonymous.get(`/policies?limit=20&cursor=${first.body.next}`);
    expect([...first.body.items, ...rest.body.items]).toHaveLength(30);
    expect(rest.body.next).toBeNull();
  });

  it('names the departments with their policies', async () => {
    const { body } = await given.anonymous.get('/departments');
    expect(body).toContainEqual({ name: '林业局', policies: 4 });
  });
});

describe('a policy', () => {
  it('marked secret is refused, and nothing of it is kept', async () => {
    const { status, body } = await admin().post(
      '/policies',
      { ...hailInsurance, code: 'hidden', name: '某涉密补贴', secret: true },
      { idempotencyKey: 'secret-1' },
    );
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'secret-policy-refused', title: '涉密政策不予受理' });
    expect(JSON.stringify(body)).not.toContain('某涉密补贴');
    expect(await given.database.query(sql`SELECT 1 FROM command WHERE key = 'secret-1'`)).toEqual([]);
    expect((await given.anonymous.get('/policies/hidden')).status).toBe(404);
  });

  it('marked secret is refused even when nothing else of it is right', async () => {
    const { status, body } = await admin().post('/policies', { secret: true });
    expect([status, body.code]).toEqual([422, 'secret-policy-refused']);
  });

  it('is published by its own department only', async () => {
    expect((await department('林业局').post('/policies', hailInsurance)).status).toBe(403);
    const { status, body } = await department('农业农村局').post('/policies', hailInsurance);
    expect(status).toBe(201);
    expect(body).toMatchObject({ versionNo: 1, rules: ['deceased', 'payee-deceased', 'same-months'] });
    await given.published(policyVersion, ({ code }) => code === 'hail-relief');
  });

  it('gets a next version, and the one before ends the day before', async () => {
    const next = { ...hailInsurance, validFrom: '2027-01-01', standard: { kind: 'flat', rateFen: '6000', per: 'mu' } };
    expect((await department('林业局').post('/policies', { ...next, department: '林业局' })).status).toBe(403);
    expect((await department('农业农村局').post('/policies', next)).body).toMatchObject({ versionNo: 2 });
    const { body } = await given.anonymous.get('/policies/hail-relief');
    expect(body.map((one: { validTo: string | null }) => one.validTo)).toEqual([null, '2026-12-31']);
    await given.published(
      policyVersion,
      ({ code, versionNo, version, validTo }) => code === 'hail-relief' && versionNo === 1 && version === 2 && validTo === '2026-12-31',
    );
    const again = await department('农业农村局').post('/policies', next);
    expect([again.status, again.body.code]).toEqual([409, 'version-not-later']);
  });

  it('never changes once it is published, whoever tries', async () => {
    const change = given.database.transaction((tx) => tx.execute(sql`UPDATE policy_version SET name = 'x' WHERE code = 'old-age'`));
    await expect(change).rejects.toMatchObject({ constraint: 'policy_version_stays' });
  });
});

describe("a year's list", () => {
  it('is published by the publisher, whole, and again when it changes', async () => {
    expect((await given.anonymous.get('/lists/2026')).body).toMatchObject({ publishedAt: null });
    expect((await department('民政局').post('/lists/2026/publish')).status).toBe(403);
    const publisher = given.as({ posts: [{ post: 'publisher', divisions: [county] }] });
    const { status, body } = await publisher.post('/lists/2026/publish');
    expect(status).toBe(201);
    expect(body.policies.length).toBeGreaterThanOrEqual(30);
    expect((await given.anonymous.get('/lists/2026')).body).toEqual(body);
    expect((await publisher.post('/lists/2026/publish')).status).toBe(201);
  });
});

describe('a project', () => {
  it('is opened by the department with the usual chain and a truncated rate', async () => {
    const { status, body } = await department('农业农村局').post('/projects', landProject);
    expect(status).toBe(201);
    expect(body).toMatchObject({ rateFen: '9321', state: 'open', department: '农业农村局' });
    expect(body.chain.map((step: { post?: string; place?: string }) => step.post ?? step.place)).toEqual([
      'township-reviewer',
      'village_board',
      'department-clerk',
      'department-approver',
      'finance-reviewer',
    ]);
    expect(await given.published(project, ({ id }) => id === body.id)).toEqual(body);
  });

  it('is not opened twice, nor by another department, nor for places that nobody knows', async () => {
    const twice = await department('农业农村局').post('/projects', landProject);
    expect([twice.status, twice.body.code]).toEqual([409, 'project-exists']);
    expect((await department('民政局').post('/projects', landProject)).status).toBe(403);
    const nowhere = await department('农业农村局').post('/projects', { ...landProject, divisions: ['410423999', '410423101001'] });
    expect(nowhere.body).toMatchObject({ code: 'division-unknown', divisions: ['410423101001', '410423999'] });
  });

  it('needs fund and area where the rate is made of them', async () => {
    const { body } = await department('农业农村局').post('/projects', { ...landProject, fundFen: null });
    expect(body).toMatchObject({ status: 422, code: 'fund-missing' });
  });

  it('is not opened over two versions of its policy', async () => {
    const over = { ...landProject, policyCode: 'hail-relief', periodFrom: '2026-06-01', periodTo: '2027-05-31' };
    expect((await department('农业农村局').post('/projects', over)).body).toMatchObject({ code: 'no-version-for-period' });
  });

  it('takes a chain of its own, but none without a notice', async () => {
    const chain = [
      { kind: 'review', scope: 'roll', post: 'township-reviewer', limitWorkingDays: 2 },
      { kind: 'review', scope: 'batch', post: 'department-approver', limitWorkingDays: null },
      { kind: 'review', scope: 'batch', post: 'finance-reviewer', limitWorkingDays: null },
    ];
    const { body } = await department('农业农村局').post('/projects', { ...landProject, name: '无公示', chain });
    expect(body).toMatchObject({ status: 422, code: 'chain-refused' });
  });

  it('is read by whoever has part in it, and refused to others', async () => {
    const { body } = await clerkOf(township).get('/projects?policyCode=land-fertility');
    expect(body.items).toHaveLength(1);
    const [{ id }] = body.items;
    expect((await clerkOf(township).get(`/projects/${id}`)).status).toBe(200);
    expect((await clerkOf('410423102').get(`/projects/${id}`)).status).toBe(403);
    expect((await department('民政局').get(`/projects/${id}`)).status).toBe(403);
    expect((await given.as({ posts: [{ post: 'supervisor', divisions: [county] }] }).get(`/projects/${id}`)).status).toBe(200);
    expect((await given.anonymous.get('/projects')).status).toBe(401);
  });
});

describe('the calendar', () => {
  it('is edited by the system administrator, and everybody hears', async () => {
    const days = [{ date: '2026-10-01', kind: 'holiday', name: '国庆节' }];
    expect((await department('民政局').put('/calendar/2026', { days })).status).toBe(403);
    expect((await admin().put('/calendar/2026', { days: [{ ...days[0], date: '2025-10-01' }] })).body).toMatchObject({ code: 'day-of-another-year' });
    expect((await admin().put('/calendar/2026', { days })).body).toEqual({ year: 2026, days });
    await given.published(calendar, ({ id, version }) => id === '2026' && version === 2);
  });
});

describe('the business clock', () => {
  it('is advanced by the system administrator, answers when all have heard, and only goes forward', async () => {
    const before = (await given.anonymous.get('/clock')).body;
    expect(before.advanceAllowed).toBe(true);
    expect((await department('民政局').post('/clock/advance', { days: 7 })).status).toBe(403);
    const { status, body } = await admin().post('/clock/advance', { days: 7 });
    expect(status).toBe(201);
    expect(body.offsetMs).toBe(before.offsetMs + 7 * 86_400_000);
    expect(await given.published(clock)).toMatchObject({ version: 1, offsetMs: body.offsetMs });
    expect((await given.anonymous.get('/clock')).body.now >= body.now).toBe(true);
    expect((await admin().post('/clock/advance', { to: '2020-01-01' })).body).toMatchObject({ status: 422, code: 'clock-only-forward' });
  });

  it('is advanced once for one key', async () => {
    const options = { idempotencyKey: 'once' };
    const someone = admin();
    const first = await someone.post('/clock/advance', { days: 1 }, options);
    const second = await someone.post('/clock/advance', { days: 1 }, options);
    expect(second.body).toEqual(first.body);
  });
});

describe('a deployment on real time', () => {
  it('does not let its clock be advanced', async () => {
    const real = await serviceUnderTest({ name: 'policy-catalog', module: AppModule, config });
    try {
      const { status, body } = await real.as({ posts: [{ post: 'system-admin', divisions: [county] }] }).post('/clock/advance', { days: 1 });
      expect([status, body.code]).toEqual([403, 'clock-fixed']);
    } finally {
      await real.stop();
    }
  });
});
