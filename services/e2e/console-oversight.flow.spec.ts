import { allRolls, api, type Run, until, uploadRolls } from '@one-card/demo';
import { expectProblem } from './src/answers';
import { Browser } from './src/browser';
import { Desk } from './src/console';
import { batchOf, forget, givenRun, yearly } from './src/given';
import { Platform } from './src/platform';

const TOWNSHIP = '410423105';
const LABEL = 'console-oversight';
const FLAG = 'shared-account';

describe('the console of those who oversee', () => {
  let platform: Platform;
  let browser: Browser;
  let run: Run;
  let batch = '';

  beforeAll(async () => {
    platform = Platform.running();
    run = await givenRun(platform, { suite: 'console-oversight', townships: [TOWNSHIP], plans: [yearly(LABEL, 'silk-model')] }, (world) => {
      const rows = Array.from({ length: 4 }, () => world.row(LABEL, world.household(), { quantityMilli: 1_000 }));
      world.rolls.set(LABEL, rows);
    });
    await uploadRolls(run, run.batches);
    await allRolls(run, batchOf(run, LABEL), 'checked', ['draft']);
    batch = batchOf(run, LABEL).batchId;
    const supervisor = await platform.signIn('supervisor');
    await until('supervision has heard of the roll', 60, async () => {
      const { items } = await supervisor.get<{ items: { batchId: string }[] }>(`/api/supervision/rolls?division=${TOWNSHIP}`);
      return items.some(({ batchId }) => batchId === batch) || undefined;
    });
    browser = await Browser.open(platform);
  }, 150_000);

  afterAll(async () => {
    await browser?.close();
    forget(run);
  });

  it('shows finance the money, what is under way, and from a township the lines', async () => {
    const desk = await Desk.of(browser, 'finance-reviewer', '/console/finance');
    await desk.sees('进行中的发放');
    await desk.page.locator(`article a[href$="/batches/${batch}"]`).waitFor();
    await desk.look('console-finance');
    const township = desk.page.locator('section[aria-label="各乡镇进度"] tbody').getByRole('button').first();
    await township.waitFor();
    await desk.goes(`/console/finance?township=${TOWNSHIP}`);
    const down = desk.page.getByRole('dialog').locator(`a[href*="${batch}?tab=lines"]`);
    await down.waitFor();
    await desk.look('console-finance-township');
    await down.click();
    await desk.page.locator('.line-row').nth(1).waitFor();
  }, 180_000);

  it('shows supervision the sums and the red flags, with filters in the address, and what happened to a line', async () => {
    const desk = await Desk.of(browser, 'supervisor', '/console/supervision');
    await desk.sees('各乡镇进度');
    await desk.look('console-supervision');
    await desk.goes(`/console/alerts?flag=${FLAG}&state=open`);
    expect(new URL(desk.page.url()).searchParams.get('flag')).toBe(FLAG);
    await desk.look('console-alerts');
    const session = await platform.signIn('supervisor');
    const { items } = await session.get<{ items: { line: number }[] }>(`${api.payment}/batches/${batch}/lines?limit=1`);
    await desk.goes(`/console/lines/${String(items[0]?.line)}`);
    await desk.sees('办理经过');
    await desk.page.getByText('已记入审计链').first().waitFor();
    await desk.look('console-line');
  }, 180_000);

  it('checks a chain in the browser and all of them at the service, and says what was checked', async () => {
    const desk = await Desk.of(browser, 'security-auditor', '/console/audit');
    await desk.page
      .getByRole('button', { name: /^验证 岗位授予/ })
      .first()
      .click();
    await desk.sees('已在本浏览器重新计算');
    await desk.page.getByRole('button', { name: '验证全部审计链' }).click();
    await desk.sees(/条链完好/);
    await desk.look('console-audit');
  }, 180_000);

  it('tells whoever administers of posts and of stopped messages, and others nothing', async () => {
    const admin = await Desk.of(browser, 'system-admin', '/console/dead-letters');
    await admin.look('console-dead-letters');
    await admin.goes('/console/persons?post=treasury-operator');
    await admin.sees('张志强');
    await admin.look('console-persons');
    const clerk = await Desk.of(browser, `clerk-${TOWNSHIP}`);
    for (const label of ['资金总览', '监督总览', '审计链', '岗位人员']) expect(await clerk.page.getByRole('link', { name: label }).count()).toBe(0);
    const session = await platform.signIn(`clerk-${TOWNSHIP}`);
    for (const path of ['/api/supervision/rolls', '/api/supervision/audit/export', `${api.payment}/runs/progress`, `${api.payment}/totals/banks`])
      await expectProblem(session.raw(path), 403, 'wrong-post');
  }, 180_000);

  async function inEnglish(login: string): Promise<Desk> {
    const desk = await Desk.of(browser, login);
    await desk.page.getByRole('button', { name: 'English' }).click();
    await desk.page.getByRole('button', { name: '中文' }).waitFor();
    return desk;
  }

  it('says all of it in English too', async () => {
    const pages: Record<string, string[]> = {
      supervisor: ['', 'batches', 'notices', 'cases', 'finance', 'indicators', 'orders', 'supervision', 'alerts', 'audit', 'accounts/1'],
      'silk-clerk': ['projects', 'projects/new'],
      'system-admin': ['persons', 'dead-letters'],
    };
    for (const [login, paths] of Object.entries(pages)) {
      const desk = await inEnglish(login);
      for (const path of paths) {
        await desk.goes(`/console/${path}`);
        expect(await desk.page.locator('h1').innerText()).not.toMatch(/\p{Script=Han}/u);
        await desk.look(`console-en-${path.replace('/', '-') || 'todo'}`);
      }
    }
    const desk = await inEnglish('silk-clerk');
    await desk.goes(`/console/batches/${batch}?tab=lines`);
    await desk.page.locator('.line-row').nth(1).waitFor();
    await desk.look('console-en-lines');
  }, 300_000);
});
