import type { Page } from 'playwright-core';
import { Browser } from './src/browser';
import { Platform } from './src/platform';

const clerk = 'treasury-operator';

describe('the webs in a browser', () => {
  let browser: Browser;
  let platform: Platform;

  beforeAll(async () => {
    platform = Platform.running();
    browser = await Browser.open(platform);
  }, 60_000);

  afterAll(() => browser?.close());

  it('show their first pages to anybody, on a desk and on a phone, in both languages', async () => {
    const page = await browser.anybody();
    await browser.visit(page, '/');
    await browser.visit(page, '/no-such-page', 'portal-not-found');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Policy list' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await browser.look(page, 'portal-not-found-en');
  }, 180_000);

  it('take whoever signs in to the page that they wanted, and show whose session it is', async () => {
    const page = await browser.anybody();
    await page.goto(browser.address('/console/?wanted=1#there'));
    await page.waitForURL((url) => url.origin === new URL(platform.urls.issuer).origin);
    await browser.signIn(page, clerk);
    expect(page.url()).toBe(browser.address('/console/?wanted=1#there'));
    await browser.look(page, 'console-signed-in');
    await page.getByRole('button', { name: '张志强' }).click();
    await page.getByText('国库经办').waitFor();
    await browser.look(page, 'console-person');
  }, 180_000);

  it('let people sign out, here and at the issuer', async () => {
    const page = await browser.people(clerk);
    await page.getByRole('button', { name: '张志强' }).click();
    await page.getByText('退出登录').click();
    await page.waitForURL(browser.address('/'));
    expect(await sessionOf(page)).toMatchObject({ person: null });
    await page.goto(browser.address('/console/'));
    await page.locator('input[name=login]').waitFor();
  }, 180_000);

  it('warn before the session ends, and go on when asked to', async () => {
    const page = await browser.people(clerk);
    const soon = await sessionEndingIn(page, 90);
    await page.reload();
    const warning = page.getByRole('dialog', { name: '登录即将超时' });
    await warning.waitFor();
    await browser.look(page, 'console-session-ending');
    await soon.forget();
    await page.getByRole('button', { name: '继续办理' }).click();
    await warning.waitFor({ state: 'hidden' });
  }, 180_000);

  it('keep the page when the session has ended, and go on after signing in again beside it', async () => {
    const page = await browser.people(clerk);
    await sessionEndingIn(page, 1);
    await page.reload();
    await page.getByRole('dialog', { name: '登录已失效' }).waitFor();
    await browser.look(page, 'console-session-ended');
    const mark = 'still the same page';
    await page.evaluate(`window.mark = ${JSON.stringify(mark)}`);
    await page.context().clearCookies();
    await page.unrouteAll();
    const [beside] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('button', { name: '重新登录' }).click()]);
    await beside.locator('input[name=login]').waitFor();
    await browser.signIn(beside, clerk);
    await page.getByRole('dialog', { name: '登录已失效' }).waitFor({ state: 'hidden' });
    expect(await page.evaluate('window.mark')).toBe(mark);
  }, 180_000);

  it('do nothing that another site makes a browser do', async () => {
    const page = await browser.people(clerk);
    const cookie = (await page.context().cookies()).find(({ name }) => name === 'one-card.session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(await page.evaluate('document.cookie')).toBe('');
    // the issuer's page is another site's to the gateway
    const elsewhere = await browser.beside(page);
    await elsewhere.goto(`${platform.urls.issuer}/.well-known/openid-configuration`);
    const post = (how: string) =>
      `fetch('${browser.address('/session/extend')}', { method: 'POST', credentials: 'include', ${how} }).then(() => 'sent', () => 'refused')`;
    expect(await elsewhere.evaluate(post(`headers: { 'x-one-card-request': '1' }`))).toBe('refused');
    const form = `document.body.innerHTML = '<form method=post action="${browser.address('/session/extend')}"></form>'; document.forms[0].submit()`;
    const [answer] = await Promise.all([
      elsewhere.waitForResponse((response) => response.url().endsWith('/session/extend')),
      elsewhere.evaluate(form),
    ]);
    expect(await answer.json()).toMatchObject({ status: 403, code: 'cross-site' });
    const plain = await page.context().request.post(browser.address('/session/extend'), { headers: { origin: browser.address('/').slice(0, -1) } });
    expect(await plain.json()).toMatchObject({ status: 403, code: 'not-from-page' });
  }, 180_000);

  it('are served under a policy that lets nothing in from elsewhere', async () => {
    const { request } = (await browser.anybody()).context();
    for (const path of ['/', '/console/']) {
      const policy = (await request.get(browser.address(path))).headers()['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'self'; script-src 'self';");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    }
  });
});

async function sessionOf(page: Page): Promise<unknown> {
  return page.evaluate(`fetch('/session').then((answer) => answer.json())`);
}

/** The gateway's answer, altered as if the session ended so soon. */
async function sessionEndingIn(page: Page, seconds: number): Promise<{ forget(): Promise<void> }> {
  const answerOf = async (address: string) => (await (await page.context().request.get(address)).json()) as { now: string };
  await page.route('**/session', async (route) => {
    const session = await answerOf(route.request().url());
    const expiresAt = new Date(Date.parse(session.now) + seconds * 1_000).toISOString();
    await route.fulfill({ json: { ...session, expiresAt } });
  });
  return { forget: () => page.unrouteAll() };
}
