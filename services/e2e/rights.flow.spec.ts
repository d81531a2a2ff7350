import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { gatewayApi } from '@one-card/contracts';
import {
  allRolls,
  api,
  batchView,
  type BatchView,
  type HitView,
  postNotices,
  type RollView,
  type Run,
  type Session,
  type TownshipWorld,
  uploadRolls,
} from '@one-card/demo';
import type { z } from 'zod';
import { ask, expectProblem } from './src/answers';
import { everyOf } from './src/books';
import { batchOf, forget, givenRun, yearly } from './src/given';
import { Platform } from './src/platform';

type Holding = z.output<typeof gatewayApi.grantPosts>['posts'][number];

const [HERE, ELSEWHERE] = ['410423003', '410423004'] as const;
const FOREST = 'flow-forest';
const DEPARTMENT = '林业局';

describe('who may do what', () => {
  let platform: Platform;
  let run: Run;
  const batchPath = (rest = ''): string => `${api.payment}/batches/${batchOf(run, FOREST).batchId}${rest}`;
  const rollPath = (rest = ''): string => `${api.payment}/rolls/${batchOf(run, FOREST).rolls.get(HERE) ?? ''}${rest}`;
  const person = (post: Parameters<Run['people']['holding']>[0], where: Parameters<Run['people']['holding']>[1] = {}): Promise<Session> =>
    run.people.holding(post, where);
  const rollHere = async (): Promise<RollView> => {
    const found = (await batchView(run, batchOf(run, FOREST))).rolls.find(({ divisionCode }) => divisionCode === HERE);
    if (!found) throw new Error(`no roll of ${HERE}`);
    return found;
  };

  beforeAll(async () => {
    platform = Platform.running();
    const wish = { suite: 'rights', townships: [HERE], plans: [yearly(FOREST, 'forest-new')] };
    run = await givenRun(platform, wish, (world: TownshipWorld) => {
      const parcel = () => ({ subject: world.parcel(), quantityMilli: 2_000 });
      const head = world.household();
      const late = world.member(head, [1950, 1960]);
      world.deaths.push({ person: late, diedOn: '2025-02-01' });
      const rows = [world.row(FOREST, head, parcel()), world.row(FOREST, late, { payee: head, ...parcel() })];
      world.rolls.set(FOREST, rows);
    });
  }, 90_000);

  afterAll(() => forget(run));

  it('nobody acts without signing in, at the gateway or behind it', async () => {
    const opens = { projectId: batchOf(run, FOREST).projectId, kind: 'regular', periodFrom: '2026-01-01', periodTo: '2026-12-31' };
    await expectProblem(ask(run.people.public(), 'POST', `${api.payment}/batches`, opens), 401, 'not-signed-in');
    await expectProblem(run.people.public().raw(`${api.payment}/totals`), 401, 'not-signed-in');
    const { port } = await platform.process('payment-orchestration');
    const behind = `http://127.0.0.1:${port}${api.payment}/totals`;
    await expectProblem(fetch(behind), 401, 'not-signed-in');
    await expectProblem(fetch(behind, { headers: { 'x-one-card-statement': 'eyJhbGciOiJub25lIn0.e30.' } }), 401, 'statement-invalid');
  });

  it('a statement of one’s own making does not pass the gateway', async () => {
    const forged = { 'x-one-card-statement': 'eyJhbGciOiJub25lIn0.e30.' };
    await expectProblem(run.people.public().raw(`${api.payment}/totals`, { headers: forged }), 401, 'not-signed-in');
  });

  it('a post does its own acts and no other’s', async () => {
    const { projectId } = batchOf(run, FOREST);
    const opens = { projectId, kind: 'supplement', periodFrom: '2026-01-01', periodTo: '2026-12-31' };
    await expectProblem(ask(await person('budget-officer'), 'POST', `${api.payment}/batches`, opens), 403, 'wrong-post');
    await expectProblem(
      ask(await person('department-clerk', { department: DEPARTMENT }), 'POST', `${api.payment}/indicators`, grantOf(projectId)),
      403,
      'wrong-post',
    );
    await expectProblem(ask(await person('system-admin'), 'POST', `${api.supervision}/audit/verify`), 403, 'wrong-post');
    await expectProblem(
      ask(await person('township-clerk', { division: HERE }), 'POST', `${api.policies}/clock/advance`, { days: 1 }),
      403,
      'wrong-post',
    );
    await expectProblem((await person('bank-operator')).raw(batchPath()), 403, 'wrong-post');
  });

  it('a township does not send or see another’s roll, nor its people', async () => {
    const stranger = await person('township-clerk', { division: ELSEWHERE });
    const headers = { 'content-type': 'text/csv', 'idempotency-key': randomUUID() };
    const [file] = run.county.rolls.map((roll) => readFileSync(roll.file));
    await expectProblem(
      stranger.raw(rollPath('/file?fileName=roll.csv'), { method: 'POST', headers, body: new Uint8Array(file ?? []) }),
      403,
      'wrong-post',
    );
    await expectProblem(stranger.raw(rollPath()), 403, 'wrong-post');
    await expectProblem(stranger.raw(`${api.registry}/people?village=${HERE}001`), 403, 'wrong-post');
  });

  it('a department does not act on another’s batch', async () => {
    const stranger = await person('department-clerk', { department: '民政局' });
    await expectProblem(ask(stranger, 'POST', batchPath('/issue')), 403, 'wrong-post');
    await expectProblem(ask(stranger, 'POST', batchPath('/application')), 403, 'wrong-post');
    await expectProblem(stranger.raw(batchPath()), 403, 'wrong-post');
  });

  it('a department’s system acts by its token, as far as its posts reach', async () => {
    const authorization = `Bearer ${await platform.tokenOf('civil-affairs-system')}`;
    const anybody = run.people.public();
    expect(await (await anybody.raw('/api/gateway/me', { headers: { authorization } })).json()).toMatchObject({
      kind: 'system',
      name: '民政局业务系统',
    });
    const send = (path: string, type: string, body: string): Promise<Response> =>
      anybody.raw(path, { method: 'POST', headers: { authorization, 'content-type': type, 'idempotency-key': randomUUID() }, body });
    const query = new URLSearchParams({ source: '民政局', asOf: '2026-10-31', legalBasis: '数据共享协议' });
    const taken = await send(`${api.eligibility}/datasets/payroll/imports?${query}`, 'text/csv', 'name,identity,employer,from,to\n');
    expect(taken.status).toBe(202);
    const grant = JSON.stringify(grantOf(batchOf(run, FOREST).projectId));
    await expectProblem(send(`${api.payment}/indicators`, 'application/json', grant), 403, 'wrong-post');
    await expectProblem(anybody.raw('/api/gateway/me', { headers: { authorization: `${authorization}x` } }), 401, 'token-invalid');
  });

  it('a command needs a key, is done once with it, and its key is good for nothing else', async () => {
    const clerk = await person('department-clerk', { department: DEPARTMENT });
    const opens = { projectId: batchOf(run, FOREST).projectId, kind: 'supplement', periodFrom: '2026-01-01', periodTo: '2026-06-30' };
    await expectProblem(ask(clerk, 'POST', `${api.payment}/batches`, opens, null), 400, 'idempotency-key-missing');
    const key = randomUUID();
    const [first, again] = [
      await ask(clerk, 'POST', `${api.payment}/batches`, opens, key),
      await ask(clerk, 'POST', `${api.payment}/batches`, opens, key),
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    const { items } = await clerk.get<{ items: BatchView[] }>(`${api.payment}/batches?projectId=${opens.projectId}`);
    expect(items.map(({ kind }) => kind).sort()).toEqual(['regular', 'supplement']);
    await expectProblem(ask(clerk, 'POST', `${api.payment}/batches`, { ...opens, kind: 'difference' }, key), 422, 'idempotency-key-reused');
  });

  it('nobody decides on what they entered, or holds two posts on one batch', async () => {
    const more: Holding[] = [
      { post: 'township-reviewer', department: null, divisions: [HERE] },
      { post: 'department-clerk', department: DEPARTMENT, divisions: ['410423'] },
    ];
    await withPosts(`clerk-${HERE}`, more, async () => {
      await uploadRolls(run, run.batches);
      await allRolls(run, batchOf(run, FOREST), 'checked', ['draft']);
      const { revision, digest } = await rollHere();
      const entered = await person('township-clerk', { division: HERE });
      const [hit] = await everyOf(entered.all<HitView>(`${api.eligibility}/hits?batchId=${batchOf(run, FOREST).batchId}`));
      const decision = { decision: 'dismissed', reason: '本人录入,本人排除' };
      await expectProblem(ask(entered, 'POST', `${api.eligibility}/hits/${hit?.id ?? ''}/decision`, decision), 403, 'own-entry');
      await entered.post(rollPath('/send'), { revision, digest });
      const review = { decision: 'approve', opinion: '同意', revision, digest };
      await expectProblem(ask(entered, 'POST', rollPath('/reviews'), review), 409, 'two-posts-on-one-batch');
      await (await person('township-reviewer', { division: HERE })).post(rollPath('/reviews'), review);
    });
    await passNotice();
    const approver = await person('department-approver', { department: DEPARTMENT });
    await withPosts('forestry-approver', [{ post: 'department-clerk', department: DEPARTMENT, divisions: ['410423'] }], async () => {
      const { digest } = await batchView(run, batchOf(run, FOREST));
      const review = { decision: 'approve', opinion: '同意', digest };
      await approver.post(batchPath('/reviews'), review);
      await expectProblem(ask(approver, 'POST', batchPath('/reviews'), review), 409, 'two-posts-on-one-batch');
    });
    expect(await batchView(run, batchOf(run, FOREST))).toMatchObject({ waitsFor: 'department-approver' });
  }, 90_000);

  it('nobody gives posts to themselves', async () => {
    const security = await person('security-admin');
    await expectProblem(ask(security, 'PUT', '/api/gateway/persons/security-admin/posts', { posts: [] }), 403, 'own-posts');
  });

  async function passNotice(): Promise<void> {
    await allRolls(run, batchOf(run, FOREST), 'at its notice', ['in-notice']);
    await postNotices(run, batchOf(run, FOREST));
    await (await person('system-admin')).post(`${api.policies}/clock/advance`, { days: 8 });
    await allRolls(run, batchOf(run, FOREST), 'past its notice', ['ready']);
  }

  /** Somebody holds further posts for a while, and afterwards those that they held before. */
  async function withPosts(id: string, more: Holding[], work: () => Promise<void>): Promise<void> {
    const security = await person('security-admin');
    const path = `/api/gateway/persons/${id}/posts`;
    const before = (await security.get<{ posts: Holding[] }>(`/api/gateway/persons/${id}`)).posts.map(({ post, department, divisions }) => ({
      post,
      department,
      divisions,
    }));
    await security.put(path, { posts: [...before, ...more] });
    try {
      await work();
    } finally {
      await security.put(path, { posts: before });
    }
  }
});

const grantOf = (projectId: string): object => ({
  projectId,
  budgetYear: 2026,
  documentNo: '鲁财预〔2026〕不应有',
  receivedAt: '2026-09-30',
  amountFen: '100',
  fundNature: '一般公共预算',
  functionCode: '2130122',
  economicCode: '50901',
  budgetUnit: DEPARTMENT,
  projectCode: '410423-2026-x',
  directMark: false,
});
