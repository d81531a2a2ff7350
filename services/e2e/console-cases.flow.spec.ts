import type { Page } from 'playwright-core';
import { Browser } from './src/browser';
import { Desk } from './src/console';
import { Platform } from './src/platform';

const QUESTION = '去年领过的补贴今年没有到账,应该找谁?';
const POLICY = '残疾人';

/** 二.二.4(1): what a villager asks reaches the department that knows, and the answer reaches the villager. */
describe('a question of the public', () => {
  let browser: Browser;
  let villager: Page;
  let receipt = { number: '', secret: '' };

  beforeAll(async () => {
    browser = await Browser.open(Platform.running());
    villager = await browser.anybody();
  }, 60_000);

  afterAll(() => browser?.close());

  it('is asked without naming a policy', async () => {
    await villager.goto(browser.address('/questions'));
    await villager.getByLabel('内容').fill(QUESTION);
    await villager.getByLabel('姓名').fill('王大爷');
    await villager.getByLabel('电话').fill('13800000001');
    await villager.getByRole('button', { name: '提交' }).click();
    await villager.getByRole('heading', { name: '已收到' }).waitFor();
    receipt = { number: await villager.locator('dd').first().innerText(), secret: await villager.locator('.secret').innerText() };
    expect(receipt.number).toMatch(/^ZX/);
  }, 90_000);

  it('waits for those who publish, who pass it on to the department', async () => {
    const publisher = await Desk.of(browser, 'publisher');
    await publisher.takesUp('答复咨询', receipt.number);
    await publisher.sees('王大爷 13800000001');
    await publisher.look('console-case');
    await publisher.chooses('转给以下政策的主管部门', POLICY);
    await publisher.page.getByLabel('转办说明').fill('来电核实,涉及残疾人补贴');
    await publisher.does('转办');
    await publisher.page.waitForURL(/\/console\/cases$/);
    await publisher.look('console-cases');
  }, 150_000);

  it('is answered by the department, and found in its list by filters that stand in the address', async () => {
    const department = await Desk.of(browser, 'civil-affairs-clerk');
    await department.takesUp('答复咨询', receipt.number);
    await department.sees('来电核实,涉及残疾人补贴');
    await department.page.getByRole('textbox', { name: '答复' }).fill('您的账户信息需要更新,请到村委会登记后下月补发');
    await department.look('console-case-answer');
    await department.does('提交答复');
    await department.sees('已答复');
    await department.look('console-case-answered');
    await department.goes('/console/cases?state=answered&kind=question');
    await department.page.getByRole('link', { name: receipt.number }).waitFor();
    await department.goes('/console/cases?late=true');
    await department.sees('没有咨询投诉件');
    await department.look('console-cases-none');
  }, 150_000);

  it('is told to whoever holds the receipt', async () => {
    await villager.goto(browser.address(`/follow-up?no=${receipt.number}`));
    await villager.getByLabel('查询码').fill(receipt.secret);
    await villager.getByRole('button', { name: '查询' }).click();
    await villager.getByText('请到村委会登记后下月补发').waitFor();
    await browser.look(villager, 'portal-follow-up-answered');
  }, 90_000);
});
