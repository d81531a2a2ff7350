import { allRolls, api, batchView, type NoticeView, Refused, type Run, type TownshipWorld, until, uploadRolls } from '@one-card/demo';
import { ask, expectProblem } from './src/answers';
import { everyOf } from './src/books';
import { batchOf, forget, givenRun, yearly } from './src/given';
import { Platform } from './src/platform';

const TOWNSHIP = '410423101';
const ROTATION = 'flow-rotation';
/** The gateway answers for a service that is down within this time. */
const ANSWER_MS = 2_000;

describe('a service that is down', () => {
  let platform: Platform;
  let run: Run;
  const notices = (): Promise<NoticeView[]> =>
    everyOf(run.people.public().all<NoticeView>(`${api.disclosure}/notices?batchId=${batchOf(run, ROTATION).batchId}`));

  beforeAll(async () => {
    platform = Platform.running();
    const wish = { suite: 'service-down', townships: [TOWNSHIP], plans: [yearly(ROTATION, 'rotation')] };
    run = await givenRun(platform, wish, (world: TownshipWorld) => {
      const rows = Array.from({ length: 3 }, () => world.row(ROTATION, world.household(), { subject: world.parcel(), quantityMilli: 5_000 }));
      world.rolls.set(ROTATION, rows);
    });
    await uploadRolls(run, run.batches);
    await allRolls(run, batchOf(run, ROTATION), 'checked', ['draft']);
  }, 90_000);

  afterAll(() => forget(run));

  it('is told at once, stops nobody else, comes back by itself, and hears what it missed', async () => {
    const [roll] = (await batchView(run, batchOf(run, ROTATION))).rolls;
    if (!roll) throw new Error('the batch has no roll');
    const { rollId, revision, digest } = roll;
    const clerk = await run.people.holding('township-clerk', { division: TOWNSHIP });
    const reviewer = await run.people.holding('township-reviewer', { division: TOWNSHIP });
    await clerk.post(`${api.payment}/rolls/${rollId}/send`, { revision, digest });

    const back = await platform.kill('disclosure');
    const told = await until('disclosure is heard no more', run.limitSeconds, async () => {
      const answer = await askedOf('disclosure/totals');
      return answer.ok ? undefined : answer;
    });
    await expectProblem(told, 503, 'service-unavailable');
    const reviewed = await ask(reviewer, 'POST', `${api.payment}/rolls/${rollId}/reviews`, {
      decision: 'approve',
      opinion: '同意',
      revision,
      digest,
    });
    expect(reviewed.status).toBe(200);
    const others = ['policy-catalog/clock', 'recipient-registry/divisions?kind=county', 'gateway/me'];
    expect(await Promise.all(others.map(async (path) => (await askedOf(path)).status))).toEqual([200, 200, 200]);
    await back();

    const [notice] = await until('the notice that was asked for meanwhile', run.limitSeconds, async () => {
      const found = await notices().catch((error: unknown) => {
        if (error instanceof Refused) return [];
        throw error;
      });
      return found.length > 0 ? found : undefined;
    });
    expect(notice).toMatchObject({ rollId, state: 'requested', listed: { count: 3 } });
  }, 120_000);

  const askedOf = (path: string): Promise<Response> => run.people.public().raw(`/api/${path}`, { signal: AbortSignal.timeout(ANSWER_MS) });
});
