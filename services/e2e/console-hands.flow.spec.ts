import { allRolls, api, type Run, uploadRolls } from '@one-card/demo';
import { expectProblem } from './src/answers';
import { Browser } from './src/browser';
import { Desk } from './src/console';
import { batchOf, forget, givenRun, yearly } from './src/given';
import { Platform } from './src/platform';

const [TOWNSHIP, ANOTHER] = ['410423103', '410423104'];
const LABEL = 'console-hands';

describe('the console in the wrong hands, and in hands that are interrupted', () => {
  let platform: Platform;
  let browser: Browser;
  let run: Run;
  let batch = '';
  let roll = '';

  beforeAll(async () => {
    platform = Platform.running();
    run = await givenRun(platform, { suite: 'console-hands', townships: [TOWNSHIP], plans: [yearly(LABEL, 'forest-private')] }, (world) => {
      const rows = Array.from({ length: 4 }, () => world.row(LABEL, world.household(), { subject: world.parcel(), quantityMilli: 2_000 }));
      world.rolls.set(LABEL, rows);
    });
    await uploadRolls(run, run.batches);
    await allRolls(run, batchOf(run, LABEL), 'checked', ['draft']);
    batch = batchOf(run, LABEL).batchId;
    roll = batchOf(run, LABEL).rolls.get(TOWNSHIP) ?? '';
    browser = await Browser.open(platform);
  }, 150_000);

  afterAll(async () => {
    await browser?.close();
    forget(run);
  });

  it('refuses another township and another department, in the page and in the API', async () => {
    for (const login of [`clerk-${ANOTHER}`, 'civil-affairs-clerk']) {
      const desk = await Desk.of(browser, login);
      for (const path of [`/console/batches/${batch}`, `/console/rolls/${roll}`]) {
        await desk.goes(path);
        await desk.page.getByRole('alert').getByText('不管辖').waitFor();
        expect(await desk.page.getByText('2,000').count()).toBe(0);
      }
      browser.tolerate(desk.page, /403/);
      await desk.look(`console-refused-${login.startsWith('clerk') ? 'township' : 'department'}`);
      const session = await platform.signIn(login);
      for (const path of [`batches/${batch}`, `batches/${batch}/lines`, `rolls/${roll}/faults/workbook`, `batches/${batch}/progress`])
        await expectProblem(session.raw(`${api.payment}/${path}`), 403, 'wrong-post');
    }
  }, 150_000);

  it('keeps what was typed when the session ends, and sends it once its owner has signed in again', async () => {
    const clerk = await run.people.holding('township-clerk', { division: TOWNSHIP });
    const { revision, digest } = await clerk.get<{ revision: number; digest: string }>(`${api.payment}/rolls/${roll}`);
    await clerk.post(`${api.payment}/rolls/${roll}/send`, { revision, digest });
    const { page } = await Desk.of(browser, `reviewer-${TOWNSHIP}`, `/console/rolls/${roll}`);
    await page.getByRole('button', { name: '审核', exact: true }).click();
    const opinion = '现场抽查二户,面积与登记一致';
    await page.getByRole('dialog').getByLabel('审核意见').fill(opinion);
    await page.context().clearCookies();
    await page.getByRole('dialog').getByRole('button', { name: '审核通过' }).click();
    const ended = page.getByRole('dialog', { name: '登录已失效' });
    await ended.waitFor();
    const [beside] = await Promise.all([page.context().waitForEvent('page'), ended.getByRole('button', { name: '重新登录' }).click()]);
    await beside.locator('input[name=login]').waitFor();
    await browser.signIn(beside, `reviewer-${TOWNSHIP}`);
    await ended.waitFor({ state: 'hidden' });
    expect(await page.getByRole('dialog').getByLabel('审核意见').inputValue()).toBe(opinion);
    await page.getByRole('dialog').getByRole('button', { name: '审核通过' }).click();
    await page.getByText('已审核通过').waitFor();
    await page.getByText(opinion).waitFor();
  }, 150_000);

  it('keeps the filters of a list in its address', async () => {
    const desk = await Desk.of(browser, 'finance-reviewer', '/console/batches');
    await desk.page.getByLabel('查找政策或部门').fill('非国有林');
    await desk.page.keyboard.press('Enter');
    await desk.page.waitForURL(/text=/);
    await desk.page
      .getByRole('link', { name: /非国有林/ })
      .first()
      .waitFor();
    await desk.look('console-batches');
    await desk.page.reload();
    await desk.page
      .getByRole('link', { name: /非国有林/ })
      .first()
      .waitFor();
    expect(await desk.page.getByLabel('查找政策或部门').inputValue()).toBe('非国有林');
  }, 90_000);

  it('shows the other lists to those who work with them', async () => {
    const budget = await Desk.of(browser, 'budget-officer', '/console/indicators');
    await budget.look('console-indicators');
    await budget.page.getByRole('button', { name: '下达指标' }).click();
    await budget.page.getByLabel('金额(元)').fill('1234.5');
    await budget.sees('人民币壹仟贰佰叁拾肆元伍角整');
    await budget.look('console-indicator-grant');
    const department = await Desk.of(browser, 'forestry-clerk', '/console/projects');
    await department.look('console-projects');
    await department.page
      .getByRole('link', { name: /非国有林/ })
      .first()
      .click();
    await department.sees('办理流程');
    await department.look('console-project');
    await department.goes('/console/orders');
    await department.look('console-orders');
    await department.goes('/console/notices');
    await department.look('console-notices');
  }, 150_000);

  it('has its menu over the page on a phone, for one choice', async () => {
    const { page } = await Desk.of(browser, `clerk-${TOWNSHIP}`);
    await page.setViewportSize({ width: 390, height: 844 });
    const menu = page.getByRole('navigation', { name: '主菜单' });
    const width = async () => (await page.locator('#content').boundingBox())?.width;
    await page.getByRole('button', { name: '菜单', exact: true }).click();
    await menu.waitFor();
    expect(await width()).toBeGreaterThan(380);
    await page.screenshot({ path: '.local/screens/console-menu-390.png' });
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '菜单', exact: true }).click();
    await menu.getByRole('link', { name: '发放批次' }).click();
    await menu.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { level: 1, name: '发放批次' }).waitFor();
  }, 90_000);

  it('is worked by the keyboard alone', async () => {
    const { page } = await Desk.of(browser, `clerk-${TOWNSHIP}`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('跳到正文');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.getElementById("content")?.contains(document.activeElement)')).toBe(true);
    await page.goto(browser.address(`/console/batches/${batch}?tab=lines`));
    const grid = page.locator('.line-grid');
    await grid.waitFor();
    await grid.focus();
    await page.keyboard.press('End');
    await page.locator('.line-row[aria-rowindex="5"]').waitFor();
  }, 90_000);
});
