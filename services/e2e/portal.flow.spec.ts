import { readFileSync } from 'node:fs';
import { allRolls, adjudicate, api, approve, arrived, cardOf, type NoticeView, order, type Person, postNotices } from '@one-card/demo';
import { reviewRolls, type Run, settled, type TownshipWorld, until, uploadRolls } from '@one-card/demo';
import { policyCatalogApi } from '@one-card/contracts';
import { maskName } from '@one-card/domain';
import { Workbook } from 'exceljs';
import type { Page } from 'playwright-core';
import type { z } from 'zod';
import { everyOf } from './src/books';
import { Browser } from './src/browser';
import { batchOf, forget, givenRun, yearly } from './src/given';
import { Platform } from './src/platform';

type Policy = z.output<typeof policyCatalogApi.policyView>;

const TOWNSHIP = '410423211';
const AID = 'flow-portal';
/** Longer than any suite turns the clock on, so that the notice is open as long as somebody objects to it. */
const NOTICE_DAYS = 60;
const OTHERS = { '/': 'portal', '/notices': 'portal-notices', '/about': 'portal-about', '/?text=%E5%BC%A0': 'portal-search' };
const ENGLISH = ['', 'policies', `policies/${AID}`, 'notices', 'payments', 'mine', 'questions', 'follow-up', 'about'];
const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

describe('the portal', () => {
  let platform: Platform;
  let browser: Browser;
  let run: Run;
  let notice: NoticeView;
  const people = {} as Record<'paid' | 'misnamed' | 'objectedTo' | 'neighbour', Person>;
  let policyName = '';

  beforeAll(async () => {
    platform = Platform.running();
    browser = await Browser.open(platform);
    policyName = await publishPolicy();
    run = await givenRun(platform, { suite: 'portal', townships: [TOWNSHIP], plans: [yearly(AID, AID)] }, fill);
    const batch = batchOf(run, AID);
    await uploadRolls(run, [batch]);
    await allRolls(run, batch, 'checked', ['draft']);
    await adjudicate(run, batch);
    await reviewRolls(run, batch);
    await allRolls(run, batch, 'at its notice', ['in-notice']);
    await postNotices(run, batch);
    const [posted] = await everyOf(run.people.public().all<NoticeView>(`${api.disclosure}/notices?batchId=${batch.batchId}`));
    if (posted === undefined) throw new Error('the notice is not there');
    notice = posted;
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    forget(run);
  });

  /** Family planning's, under another code and with a longer notice: masked on the web, paid to a person's own card. */
  async function publishPolicy(): Promise<string> {
    const [family] = await platform.people.public().get<Policy[]>(`${api.policies}/policies/family-planning`);
    if (family === undefined) throw new Error('the catalog has no family planning');
    const draft = policyCatalogApi.publishPolicy.parse(family);
    const clerk = await platform.people.holding('department-clerk', { department: family.department });
    const name = '计生家庭临时扶助';
    const aid = { ...draft, code: AID, name, noticeBasis: 'per-batch', noticeDays: NOTICE_DAYS, phone: '0375-5051234', applying: '到村委会登记' };
    const known = await everyOf(platform.people.public().all<Policy>(`${api.policies}/policies`));
    if (!known.some(({ code }) => code === AID)) await clerk.post(`${api.policies}/policies`, aid);
    return name;
  }

  function fill(world: TownshipWorld): void {
    for (const story of ['paid', 'misnamed', 'objectedTo', 'neighbour'] as const) people[story] = world.household();
    cardOf(people.misnamed).atBank.name = `${people.misnamed.name}甲`;
    world.rolls.set(
      AID,
      Object.values(people).map((person) => world.row(AID, person)),
    );
  }

  async function villager(): Promise<Page> {
    const page = await browser.anybody();
    await page.setViewportSize(phone);
    return page;
  }

  /** The page as it is now, wide and on a phone; the villager goes on with the phone. */
  async function look(page: Page, name: string): Promise<void> {
    await page.setViewportSize(desk);
    await browser.look(page, name);
    await page.setViewportSize(phone);
  }

  async function visit(page: Page, path: string, name: string): Promise<void> {
    await page.goto(browser.address(path));
    await look(page, name);
  }

  let receipt = { number: '', secret: '' };

  it('shows a villager with a phone the notice, masked, and takes their objection', async () => {
    const page = await villager();
    await page.goto(browser.address('/'));
    await page.getByLabel('查政策、村(社区)、公示').fill('计生家庭临时');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByRole('link', { name: /公示.*计生家庭临时扶助/ }).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(policyName) }).waitFor();
    await page.getByText(/还剩 \d+ 天/).waitFor();
    const row = page
      .locator('tbody tr')
      .filter({ hasText: maskName(people.objectedTo.name) })
      .last();
    await row.waitFor();
    expect(await page.locator('main').innerText()).not.toContain(people.objectedTo.name);
    await look(page, 'portal-notice');

    const line = (await linesOf()).find(({ beneficiary }) => beneficiary === maskName(people.objectedTo.name))?.line;
    await page.goto(browser.address(`/notices/${notice.id}/object?line=${String(line)}`));
    await page.getByLabel('哪里不对').fill('这户去年已经搬走,不该再领');
    await page.getByLabel('姓名').fill('邻居');
    await page.getByLabel('电话').fill('13800000000');
    await look(page, 'portal-objection');
    await page.getByRole('button', { name: '提交异议' }).click();
    await page.getByRole('heading', { name: '异议已收到' }).waitFor();
    receipt = { number: await page.locator('dd').first().innerText(), secret: await page.locator('.secret').innerText() };
    expect(receipt.number).toMatch(/^YY\d{8}-\d{5}$/);
    await look(page, 'portal-receipt');
  }, 300_000);

  interface ListedLine {
    line: number;
    beneficiary: string;
  }

  /** Lines in the order of the roll, with the masked names that the notice shows. */
  async function linesOf(): Promise<ListedLine[]> {
    const { items } = await run.people.public().get<{ items: { line: number; name: string }[] }>(`${api.disclosure}/notices/${notice.id}/lines`);
    return items.map(({ line, name }) => ({ line, beneficiary: name }));
  }

  it('tells whoever holds the receipt what became of it, and nobody else', async () => {
    const page = await villager();
    await visit(page, `/follow-up?no=${receipt.number}`, 'portal-follow-up');
    await page.getByLabel('查询码').fill('AAAAA AAAAA');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('没有查到').waitFor();
    browser.tolerate(page, /404/);
    await page.getByLabel('查询码').fill(receipt.secret.toLowerCase());
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByRole('heading', { name: '正在办理' }).waitFor();

    const reviewer = await run.people.holding('township-reviewer', { division: TOWNSHIP });
    const [open] = await reviewer.get<{ id: string }[]>(`${api.disclosure}/notices/${notice.id}/objections`);
    await reviewer.post(`${api.disclosure}/objections/${open?.id ?? ''}/decision`, { decision: 'upheld', reason: '经核实,已迁出本村' });
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('经核实,已迁出本村').waitFor();
    await look(page, 'portal-follow-up-upheld');
  }, 300_000);

  it('prints the village-board version, with names, for whoever posts it only', async () => {
    const board = `/notices/${notice.id}/board`;
    const stranger = await browser.anybody();
    await visit(stranger, board, 'portal-board-signed-out');
    expect(await stranger.locator('main').innerText()).not.toContain(people.paid.name);
    const clerk = await run.people.holding('township-clerk', { division: TOWNSHIP });
    const { id } = await clerk.get<{ id: string }>('/api/gateway/me');
    const page = await browser.people(id, board);
    await page.getByText(people.paid.name).first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await page.getByRole('button', { name: '打印' }).isVisible()).toBe(false);
    await page.screenshot({ path: '.local/screens/portal-board-print.png', fullPage: true });
    await page.emulateMedia({ media: 'screen' });
    await look(page, 'portal-board');
  }, 300_000);

  it('stops the line that the objection was right about, pays the others, and says so by village', async () => {
    const batch = batchOf(run, AID);
    await (await run.people.holding('system-admin')).post(`${api.policies}/clock/advance`, { days: NOTICE_DAYS + 1 });
    await allRolls(run, batch, 'past its notice', ['ready']);
    await approve(run, batch);
    await order(run, batch);
    await settled(run, batch);
    await arrived(run);

    const page = await villager();
    await visit(page, '/payments', 'portal-payments');
    await visit(page, `/payments?division=${TOWNSHIP}`, 'portal-payments-township');
    const village = people.paid.villageCode;
    await visit(page, `/payments?division=${village}`, 'portal-payments-village');
    await page.getByRole('link', { name: policyName }).click();
    await page.getByRole('heading', { level: 1, name: /发放明细/ }).waitFor();
    await page.getByText(maskName(people.paid.name)).first().waitFor();
    const shown = await page.locator('main').innerText();
    for (const { name } of Object.values(people)) expect(shown).not.toContain(name);
    await look(page, 'portal-payment-lines');
  }, 300_000);

  const prove = async (page: Page, person: Person, card: string): Promise<void> => {
    await page.getByLabel('姓名').fill(person.name);
    await page.getByLabel('身份证号后六位').fill(person.identity.slice(-6));
    await page.getByLabel(/后四位/).fill(card);
    await page.getByRole('button', { name: '查询' }).click();
  };

  it('shows people their own payments, why one did not come and where to go, and who has read their record', async () => {
    const page = await villager();
    await visit(page, '/mine', 'portal-mine-prove');
    await prove(page, people.misnamed, cardOf(people.misnamed).account.slice(-4));
    await page.getByText('银行没有打成').waitFor();
    await page
      .getByText(/到村委会或乡镇财政所/)
      .first()
      .waitFor();
    await page.getByText('本人查询').waitFor();
    await look(page, 'portal-mine-bounced');
    await page.getByRole('button', { name: '退出查询' }).click();
    await page.getByLabel('身份证号后六位').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('银行没有打成');
    await prove(page, people.paid, cardOf(people.paid).account.slice(-4));
    await page.getByText('已打到卡上').waitFor();
    await look(page, 'portal-mine-paid');
  }, 300_000);

  it('lets nobody try out cards', async () => {
    const page = await villager();
    await page.goto(browser.address('/mine'));
    const card = cardOf(people.neighbour).account.slice(-4);
    const wrong = card === '0000' ? '1111' : '0000';
    for (let tries = 0; tries < 5; tries += 1) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/my/session'));
      await prove(page, people.neighbour, wrong);
      expect([403, 429]).toContain((await answered).status());
    }
    await prove(page, people.neighbour, card);
    await page.getByText(/分钟后再试/).waitFor();
    browser.tolerate(page, /403|429/);
    await look(page, 'portal-mine-limited');
  }, 300_000);

  it('gives the policy list as a page, a workbook and on paper, and tells of each policy in plain words', async () => {
    const page = await browser.anybody();
    await visit(page, '/policies', 'portal-policies');
    await page.getByLabel('名称或对象').fill(policyName);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 Excel' }).click()]);
    const workbook = new Workbook();
    await workbook.xlsx.load(readFileSync(await download.path()).buffer as ArrayBuffer);
    expect(workbook.worksheets[0]?.getRow(1).getCell(3).value).toBe('补贴项目');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('columnheader', { name: '申领流程' }).isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await visit(page, `/policies/${AID}`, 'portal-policy');
    await page.getByText('到村委会登记').waitFor();
  }, 300_000);

  it('takes a question, and all its other pages can be used by everybody', async () => {
    const page = await villager();
    await visit(page, `/questions?policy=${AID}`, 'portal-questions');
    await page.getByLabel('内容').fill('今年的扶助什么时候发?');
    await page.getByLabel('姓名').fill('王大爷');
    await page.getByLabel('电话').fill('13800000001');
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '已收到' }).waitFor();
    await look(page, 'portal-question-received');
    await until('the people paid are counted', 90, async () => {
      const { people: counted } = await run.people.public().get<{ people: number | null }>(`${api.disclosure}/summary`);
      return counted ?? undefined;
    });
    for (const [path, name] of Object.entries(OTHERS)) await visit(page, path, name);
  }, 300_000);

  it('is there in English too', async () => {
    const page = await browser.anybody();
    await page.goto(browser.address('/'));
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Policy list' }).first().waitFor();
    for (const path of ENGLISH) await visit(page, `/${path}`, `portal-en-${path.replace('/', '-') || 'home'}`);
    expect(await page.getAttribute('html', 'lang')).toBe('en');
  }, 300_000);
});
