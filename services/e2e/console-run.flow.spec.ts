import { api, type BatchView, cardOf, grant, type Run, townshipsOf, type TownshipWorld } from '@one-card/demo';
import { formatYuan, yuanInWords } from '@one-card/domain';
import { Browser } from './src/browser';
import { Desk } from './src/console';
import { batchOf, forget, givenRun, yearly } from './src/given';
import { Platform } from './src/platform';

const TOWNSHIP = '410423102';
const LABEL = 'console-forest';
const POLICY = '上一轮退耕还生态林抚育';

/** Seven people, each at a browser of their own, bring one township's roll from the file to the cards. */
describe('a payment run in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let run: Run;
  const desks = {} as Record<'clerk' | 'reviewer' | 'department' | 'approver' | 'finance' | 'operator' | 'treasurer', Desk>;
  let batch = '';
  let roll = '';
  let amountFen = 0n;
  let somebody = '';

  beforeAll(async () => {
    platform = Platform.running();
    run = await givenRun(platform, { suite: 'console-run', townships: [TOWNSHIP], plans: [yearly(LABEL, 'forest-old')], opens: 'by itself' }, fill);
    browser = await Browser.open(platform);
  }, 150_000);

  afterAll(async () => {
    await browser?.close();
    forget(run);
  });

  function fill(world: TownshipWorld): void {
    const parcel = (quantityMilli: number) => ({ subject: world.parcel(), quantityMilli });
    const widow = world.household();
    const late = world.member(widow, [1950, 1960]);
    world.deaths.push({ person: late, diedOn: '2025-06-01' });
    const misnamed = world.household();
    cardOf(misnamed).atBank.name = `${misnamed.name}甲`;
    somebody = misnamed.name;
    const wrong = world.row(LABEL, world.household(), parcel(900));
    wrong.identity = wrong.identity.slice(0, 17) + (wrong.identity.endsWith('1') ? '2' : '1');
    const good = Array.from({ length: 5 }, (_, at) => world.row(LABEL, world.household(), parcel(1_000 + at)));
    const [died, bounces] = [world.row(LABEL, late, { payee: widow, ...parcel(1_000) }), world.row(LABEL, misnamed, parcel(4_100))];
    world.rolls.set(LABEL, [wrong, died, bounces, ...good]);
    amountFen = [bounces, ...good].reduce((sum, row) => sum + row.amountFen, 0n);
  }

  it('begins with the seven at what waits for them', async () => {
    const logins = {
      clerk: `clerk-${TOWNSHIP}`,
      reviewer: `reviewer-${TOWNSHIP}`,
      department: 'forestry-clerk',
      approver: 'forestry-approver',
    };
    const finance = { finance: 'finance-reviewer', operator: 'treasury-operator', treasurer: 'treasury-approver' };
    for (const [name, login] of Object.entries({ ...logins, ...finance })) desks[name as keyof typeof desks] = await Desk.of(browser, login);
  }, 150_000);

  it('is opened by the department: project, batch, and its issue to the township', async () => {
    const { department } = desks;
    await department.page.getByRole('button', { name: '开立项目' }).click();
    await department.sees('补贴期间');
    await department.page.getByRole('button', { name: '开立项目' }).click();
    await department.sees('请填写此项');
    await department.look('console-project-new-wrong');
    await department.chooses('补贴政策', POLICY);
    await department.sees('适用的政策版本');
    const township = (await townshipsOf(run.people)).find(({ code }) => code === TOWNSHIP);
    await department.chooses('发放区划', township?.name ?? '');
    await department.look('console-project-new');
    await department.page.getByRole('button', { name: '开立项目' }).click();
    await department.sees('项目已开立');
    const project = batchOf(run, LABEL);
    project.projectId = department.page.url().split('/').at(-1) ?? '';
    await department.takesUp('建立批次', POLICY);
    await department.look('console-project-opened');
    await department.does('建立批次');
    await department.page.waitForURL(/\/batches\//);
    await department.does('下达批次');
    await department.sees('已下达');
    batch = project.batchId = new URL(department.page.url()).pathname.split('/').at(-1) ?? '';
    const clerk = await run.people.holding('department-clerk', { department: project.department });
    roll = (await clerk.get<BatchView>(`${api.payment}/batches/${batch}`)).rolls[0]?.rollId ?? '';
    await grant(run.people, run.county, project);
  }, 150_000);

  it('waits for the township, and takes its file in', async () => {
    await desks.clerk.goes('/console/');
    await desks.clerk.sees('上传花名册');
    await desks.clerk.look('console-todo');
  }, 150_000);

  it('takes the file in, shows the faulty row, and goes to the review', async () => {
    const { clerk } = desks;
    await clerk.goes(`/console/rolls/${roll}`);
    await clerk.look('console-roll-empty');
    const file = run.county.rolls.find(({ label }) => label === LABEL)?.file ?? '';
    await clerk.page.locator('input[type=file]').setInputFiles(file);
    await clerk.sees(/第 1 版已接收/);
    await clerk.sees('身份证号');
    await clerk.sees('待送审');
    await clerk.look('console-roll-faults');
    const [workbook] = await Promise.all([clerk.page.waitForEvent('download'), clerk.page.getByText('下载错误明细').click()]);
    expect(workbook.suggestedFilename()).toMatch(/错误明细\.xlsx$/);
    await clerk.does('送审');
    await clerk.sees('已送审');
  }, 150_000);

  it('has its hit decided on the evidence, with a reason', async () => {
    const { department } = desks;
    await department.takesUp('认定疑点', POLICY);
    await department.goes(`/console/batches/${batch}?tab=hits`);
    await department.look('console-hits');
    await department.page.getByRole('table').getByRole('button').first().click();
    await department.sees('死亡日期');
    await department.look('console-hit');
    await department.page.getByRole('button', { name: '认定属实' }).click();
    const dialog = department.page.getByRole('dialog').filter({ hasText: '认定理由' }).last();
    expect(await dialog.getByRole('button', { name: '认定属实' }).isDisabled()).toBe(true);
    await dialog.getByLabel('认定理由').fill('经村委会核实,人员已去世');
    await dialog.getByRole('button', { name: '认定属实' }).click();
    await department.sees('已认定 1 条');
  }, 150_000);

  it('is reviewed by the township, posted with its photograph, and the days of the notice pass', async () => {
    const { reviewer, clerk } = desks;
    await reviewer.takesUp('审核花名册', POLICY);
    await reviewer.reviews('面积与确权一致');
    await clerk.goes('/console/');
    await expect(clerkSees('张贴公示')).resolves.toBeUndefined();
    await clerk.takesUp('张贴公示', POLICY);
    await clerk.look('console-notice');
    await clerk.page.locator('input[type=file]').setInputFiles({ name: '公示栏.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('a photograph') });
    await clerk.sees(/指纹 [0-9a-f]{64}/);
    await clerk.does('确认已张贴');
    await clerk.sees('公示中');
    await (await run.people.holding('system-admin')).post(`${api.policies}/clock/advance`, { days: 8 });
  }, 150_000);

  /** The notice is made by another service: it comes a little after the review. */
  async function clerkSees(act: string): Promise<void> {
    const { clerk } = desks;
    for (let tries = 0; tries < 20 && (await clerk.page.getByRole('link', { name: act }).count()) === 0; tries++) {
      await clerk.page
        .getByRole('link', { name: act })
        .first()
        .waitFor({ timeout: 3_000 })
        .catch(() => clerk.goes('/console/'));
    }
    await clerk.page.getByRole('link', { name: act }).first().waitFor();
  }

  it('goes through department and finance', async () => {
    const { department, approver, finance } = desks;
    await department.goes(`/console/batches/${batch}`);
    await department.sees('部门审核');
    await department.page.getByRole('button', { name: '审核', exact: true }).waitFor({ timeout: 60_000 });
    await department.look('console-batch');
    await department.reviews('同意');
    await approver.takesUp('审核批次', POLICY);
    await approver.goes(`/console/batches/${batch}`);
    await approver.reviews('同意');
    await department.page.getByRole('button', { name: '提交支付申请' }).waitFor({ timeout: 60_000 });
    await department.does('提交支付申请');
    await finance.goes(`/console/batches/${batch}`);
    await finance.reviews('形式审核通过');
  }, 150_000);

  it('is ordered on a page that states lines, people, the amount in words, banks, and the indicator before and after', async () => {
    const { operator, treasurer } = desks;
    await operator.goes(`/console/batches/${batch}`);
    await operator.page.getByRole('button', { name: '拨付', exact: true }).click();
    await operator.sees('拨付确认');
    for (const text of [`¥${formatYuan(amountFen)}`, yuanInWords(amountFen), '6 人,6 个账户', '拨付前可用', '拨付后可用']) await operator.sees(text);
    await operator.look('console-order-confirm');
    await operator.page.getByRole('checkbox').check();
    await operator.page.getByRole('button', { name: '开立拨付单' }).click();
    await operator.sees(/拨付单 410423-/);
    await treasurer.goes(new URL(operator.page.url()).pathname);
    await treasurer.look('console-order');
  }, 150_000);

  it('shows that the bank is away, recovers by itself, and ends on the cards', async () => {
    const { treasurer, operator, clerk } = desks;
    const back = await platform.kill('bank-simulator');
    await treasurer.does('复核通过');
    await operator.goes(`/console/batches/${batch}`);
    await operator.sees(/国库拨款|代发中/);
    await operator.look('console-batch-paying');
    await back();
    await operator.sees('已办结');
    await operator.sees('退票(1)');
    await operator.look('console-batch-settled');
    await clerk.goes(`/console/batches/${batch}?tab=bounced`);
    await clerk.sees('核对卡号与户名');
    await clerk.look('console-bounced');
  }, 180_000);

  it('leaves a record of who did what', async () => {
    const { finance } = desks;
    await finance.goes(`/console/batches/${batch}?tab=history`);
    for (const act of ['上传花名册', '送审', '提交支付申请', '开立拨付单', '复核拨付单', '拨款到账', '办结']) await finance.sees(act);
    await finance.look('console-history');
    await finance.goes(`/console/batches/${batch}?tab=lines`);
    await finance.sees('共 8 笔');
    await finance.page.getByRole('switch').click();
    await finance.page.locator('.line-grid').getByText(somebody).first().waitFor();
    await finance.look('console-lines');
  }, 150_000);
});
