import { adjudicatedHits } from '@one-card/contracts';
import { CIVIL_AFFAIRS, County, COUNTY, LIANGTING, type Roll, XIATANG } from './county';

let county: County;
let roll: Roll;
let hits: { id: string; line: number; otherLine: number | null; says: { zh: string; en: string }; evidence: { source: string } }[];

beforeAll(async () => {
  county = await County.begin();
  const policy = await county.policy('disabled-living', ['same-months', 'deceased']);
  await county.learns('deceased', [{ person: 9, cells: ['2025-11-02'] }]);
  const batch = await county.batch(policy, '2026-01-01', '2026-03-31');
  const people = [1, 1, 2, 2, 3, 3, 9].map((beneficiary) => ({ beneficiary }));
  roll = await county.screened(batch, people);
  hits = (await county.clerk.get(`/hits?rollId=${roll.id}`)).body.items;
});
afterAll(() => county.given.stop());

const decides = { decision: 'dismissed', reason: '两人同名,身份证号已核对' };
const hit = (i: number): string => hits[i]?.id ?? '';

describe('a hit', () => {
  it('says in plain words what was compared, with the record and its source', () => {
    expect(hits).toHaveLength(7);
    expect(hits[0]).toMatchObject({
      rule: 'same-months',
      line: roll.lines[0],
      otherLine: roll.lines[1],
      state: 'open',
      villageCode: `${LIANGTING}201`,
      says: { code: 'same-months', zh: expect.stringContaining(`与明细 ${roll.lines[1]}(${LIANGTING},2026-01—2026-03,同批次)`) },
      evidence: { source: '本平台', asOf: null, importSha256: null },
    });
    expect(hits[6]).toMatchObject({
      rule: 'deceased',
      otherLine: null,
      says: { zh: '享受人死亡日期 2025-11-02,早于补贴期间起始日 2026-01-01' },
      evidence: { source: '民政局殡葬登记', asOf: '2026-04-01', legalBasis: '豫民文〔2025〕1号 数据共享', record: { diedOn: '2025-11-02' } },
    });
  });

  it('is decided by a clerk of its department, and the decision is published', async () => {
    const { status, body } = await county.clerk.post(`/hits/${hit(0)}/decision`, { decision: 'confirmed', reason: '重复申报,核实属实' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'confirmed', decidedBy: 'clerk-li', decisionReason: '重复申报,核实属实' });
    const said = await county.given.published(adjudicatedHits, ({ hits: { hitId } }) => hitId.includes(hit(0)));
    expect(said).toMatchObject({ rollId: roll.id, decision: 'confirmed', actor: 'clerk-li', rule: 'same-months' });
    expect(said.hits).toEqual({ hitId: [hit(0)], version: [2], line: [roll.lines[0]] });
  });

  it('is not decided twice; the same command again has the same answer', async () => {
    const key = 'decide-once';
    const first = await county.clerk.post(`/hits/${hit(1)}/decision`, decides, { idempotencyKey: key });
    const replayed = await county.clerk.post(`/hits/${hit(1)}/decision`, decides, { idempotencyKey: key });
    const another = await county.clerk.post(`/hits/${hit(1)}/decision`, { ...decides, decision: 'confirmed' });
    expect([first.status, replayed.status, another.status]).toEqual([200, 200, 409]);
    expect(replayed.body).toEqual(first.body);
    expect(another.body.code).toBe('already-decided');
  });

  it('is not decided by another department, another post, or nobody known', async () => {
    const forestry = county.as({ posts: [{ post: 'department-clerk', department: '林业局', divisions: [COUNTY] }] });
    const township = county.as({ posts: [{ post: 'township-reviewer', divisions: [LIANGTING] }] });
    const answers = await Promise.all([forestry, township, county.given.anonymous].map((who) => who.post(`/hits/${hit(2)}/decision`, decides)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 401]);
  });

  it('is not decided by the one who entered the roll', async () => {
    const wang = county.as({ id: 'clerk-wang', posts: [{ post: 'department-clerk', department: CIVIL_AFFAIRS, divisions: [COUNTY] }] });
    const { status, body } = await wang.post(`/hits/${hit(2)}/decision`, decides);
    expect([status, body.code]).toEqual([403, 'own-entry']);
    expect((await county.clerk.get(`/hits/${hit(2)}`)).body.state).toBe('open');
  });

  it('needs a reason', async () => {
    expect((await county.clerk.post(`/hits/${hit(2)}/decision`, { decision: 'dismissed', reason: '无' })).status).toBe(422);
  });

  it('is decided with others where its rule lets it, and singly where it does not', async () => {
    const mixed = await county.clerk.post('/hits/decisions', { hitIds: [hit(4), hit(6)], decision: 'confirmed', reason: '核实属实' });
    expect([mixed.status, mixed.body.code]).toEqual([422, 'several-rules']);
    const policy = await county.policy('elder-care', ['deceased']);
    await county.learns('deceased', [
      { person: 21, cells: ['2025-01-02'] },
      { person: 22, cells: ['2025-01-03'] },
    ]);
    const other = await county.screened(await county.batch(policy, '2026-01-01', '2026-03-31'), [{ beneficiary: 21 }, { beneficiary: 22 }]);
    const found: { id: string }[] = (await county.clerk.get(`/hits?rollId=${other.id}`)).body.items;
    const hitIds = found.map(({ id }) => id);
    const together = await county.clerk.post('/hits/decisions', { hitIds, ...decides });
    expect([together.status, together.body.code]).toEqual([422, 'not-in-bulk']);
    expect((await county.clerk.post('/hits/decisions', { hitIds, decision: 'confirmed', reason: '核实属实' })).body).toMatchObject({ decided: 2 });
  });

  it('is decided with others of its batch; what was decided meanwhile is named', async () => {
    const { status, body } = await county.clerk.post('/hits/decisions', { hitIds: [hit(0), hit(2), hit(3)], ...decides });
    expect(status).toBe(200);
    expect(body).toEqual({ decided: 2, alreadyDecided: [hit(0)] });
    const said = await county.given.published(adjudicatedHits, ({ hits: { hitId } }) => hitId.includes(hit(3)));
    expect(said).toMatchObject({ decision: 'dismissed', reason: decides.reason });
    expect([...said.hits.hitId].sort()).toEqual([hit(2), hit(3)].sort());
    const told = (await county.given.log.soFar(adjudicatedHits)).filter(({ rollId }) => rollId === roll.id);
    expect(told.filter(({ hits: { hitId } }) => hitId.includes(hit(2)))).toHaveLength(1);
    const screening = await county.clerk.get(`/screenings?rollId=${roll.id}`);
    expect(screening.body).toEqual({ rollId: roll.id, revision: 1, chunks: 1, chunksScreened: 1, crossChecked: true, hits: 7, openHits: 3 });
  });
});

it('hits wait for the clerk of their department, with a deadline', async () => {
  const { body } = await county.clerk.get('/todo');
  expect(body).toMatchObject([{ kind: 'hits', batchId: roll.batch.id, post: 'department-clerk', act: '认定疑点', count: 3, lateWorkingDays: 0 }]);
  expect(Date.parse(body[0].dueAt)).toBeGreaterThan(Date.now());
  expect((await county.as({ posts: [{ post: 'department-clerk', department: '林业局', divisions: [COUNTY] }] }).get('/todo')).body).toEqual([]);
});

describe('who reads hits', () => {
  it('a township its own, finance and supervisors all, other departments none', async () => {
    const readers = {
      own: county.as({ posts: [{ post: 'township-clerk', divisions: [LIANGTING] }] }),
      foreign: county.as({ posts: [{ post: 'township-clerk', divisions: [XIATANG] }] }),
      forestry: county.as({ posts: [{ post: 'department-clerk', department: '林业局', divisions: [COUNTY] }] }),
      finance: county.as({ posts: [{ post: 'finance-reviewer', department: '财政局', divisions: [COUNTY] }] }),
      bank: county.as({ posts: [{ post: 'bank-operator', divisions: [COUNTY] }] }),
    };
    const statuses: Record<string, number[]> = {};
    for (const [name, reader] of Object.entries(readers)) {
      const paths = [`/hits?rollId=${roll.id}`, `/hits/${hit(0)}`, `/screenings?rollId=${roll.id}`];
      statuses[name] = await Promise.all(paths.map(async (path) => (await reader.get(path)).status));
    }
    const [read, refused] = [
      [200, 200, 200],
      [403, 403, 403],
    ];
    expect(statuses).toEqual({ own: read, foreign: refused, forestry: refused, finance: read, bank: refused });
    expect((await readers.foreign.get('/hits')).body.items).toEqual([]);
  });

  it('and the history of a line the same', async () => {
    const path = `/lines/${String(roll.lines[0])}/history`;
    const { body } = await county.clerk.get(path);
    expect(body.map(({ what }: { what: string }) => what)).toEqual(['screened', 'hit-found', 'hit-confirmed']);
    expect(body[2]).toMatchObject({ by: { actor: 'clerk-li', post: 'department-clerk' }, ref: hit(0) });
    const foreign = county.as({ posts: [{ post: 'township-clerk', divisions: [XIATANG] }] });
    expect((await foreign.get(path)).status).toBe(403);
  });

  it('page by page', async () => {
    const first = await county.clerk.get(`/hits?limit=4&rollId=${roll.id}`);
    const second = await county.clerk.get(`/hits?limit=4&rollId=${roll.id}&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(hits.map(({ id }) => id));
    expect(second.body.next).toBeNull();
  });

  it('and everybody signed in the rules with their reasons', async () => {
    const { body } = await county.as({}).get('/rules', { headers: { 'accept-language': 'en' } });
    expect(body).toHaveLength(7);
    expect(body[0]).toMatchObject({ code: 'deceased', name: 'Beneficiary deceased', needs: ['deceased'] });
  });
});
