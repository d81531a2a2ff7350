import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillSignIn, openChromium } from '@one-card/testing';
import type { Browser as Chromium, BrowserContext, Page } from 'playwright-core';
import type { Platform } from './platform';

const screens = join('.local', 'screens');
/** Any one thing that a page is waited for: far longer than it takes, so that a busy machine fails nothing. */
const LIMIT_MS = 60_000;
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
/** What a page shows as long as something is still coming. */
const coming = '.loading, .ant-skeleton-active, .ant-spin-spinning';
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface AxeViolation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** A real browser. Each person has a context of their own: cookies and pages of one are nothing to another. */
export class Browser {
  private readonly faults = new WeakMap<Page, string[]>();

  private constructor(
    private readonly chromium: Chromium,
    private readonly platform: Platform,
  ) {}

  static async open(platform: Platform): Promise<Browser> {
    mkdirSync(screens, { recursive: true });
    return new Browser(await openChromium(), platform);
  }

  async close(): Promise<void> {
    await this.chromium.close();
  }

  /** Somebody who is not signed in. */
  async anybody(language = 'zh-CN'): Promise<Page> {
    return this.pageOf(await this.contextOf(language));
  }

  /** A demo person, signed in through the issuer's form, on the page where they begin. */
  async people(id: string, start = '/console/'): Promise<Page> {
    const page = await this.anybody();
    await page.goto(this.address(`/login?returnTo=${encodeURIComponent(start)}`));
    await this.signIn(page, id);
    await this.settled(page);
    return page;
  }

  /** Another page of the same person, as a window that they open beside the first. */
  async beside(page: Page): Promise<Page> {
    return this.pageOf(page.context());
  }

  /** Fills the issuer's form in, where the page has come to it. */
  async signIn(page: Page, id: string): Promise<void> {
    await fillSignIn(page, { login: id, password: this.platform.password, gateway: this.platform.urls.gateway });
  }

  /** Goes there, waits until all is shown, and looks at the page: see `look`. */
  async visit(page: Page, path: string, name = nameOf(path)): Promise<void> {
    await page.goto(this.address(path));
    await this.look(page, name);
  }

  /** The page as it is now: nothing that keeps somebody from using it, no error that the browser noted, and a picture of it, wide and on a phone. */
  async look(page: Page, name: string): Promise<void> {
    await this.settled(page);
    await expectAccessible(page, name);
    await picture(page, `${name}-1440`);
    await page.setViewportSize(phone);
    await this.settled(page);
    await expectAccessible(page, `${name} on a phone`);
    await picture(page, `${name}-390`);
    const tooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
    await page.setViewportSize(wide);
    if (tooWide) throw new Error(`${name} is wider than a phone of 390 px: what is wide needs a frame that scrolls by itself`);
    this.expectNoFault(page, name);
  }

  /** What the browser notes of a refusal that a test provokes is no fault of the page. */
  tolerate(page: Page, pattern: RegExp): void {
    this.faults.set(
      page,
      this.faultsOf(page).filter((fault) => !pattern.test(fault)),
    );
  }

  address(path: string): string {
    return new URL(path, this.platform.urls.gateway).href;
  }

  /** Waits until the page has its heading and nothing is coming any more. */
  async settled(page: Page): Promise<void> {
    await page.locator('h1, [role=alert], .ant-result-title').first().waitFor({ timeout: LIMIT_MS });
    // a function that is asked again and again is forbidden by the page's policy
    await page.locator(coming).first().waitFor({ state: 'detached', timeout: LIMIT_MS });
  }

  private expectNoFault(page: Page, name: string): void {
    const faults = this.faultsOf(page);
    if (faults.length > 0) throw new Error(`The browser notes errors on ${name}:\n${faults.join('\n')}`);
  }

  private faultsOf(page: Page): string[] {
    return this.faults.get(page) ?? [];
  }

  private contextOf(locale: string): Promise<BrowserContext> {
    return this.chromium.newContext({ viewport: wide, locale, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  }

  private async pageOf(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    this.faults.set(page, []);
    page.on('pageerror', (error) => this.faultsOf(page).push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faultsOf(page).push(`${page.url()}: ${message.text()} (${message.location().url})`);
    });
    return page;
  }
}

async function expectAccessible(page: Page, name: string): Promise<void> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate<AxeViolation[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`);
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(
    ({ id, impact, nodes }) =>
      `${id} (${impact ?? ''}):\n${nodes.map((node) => `  ${node.html.slice(0, 200)}\n  ${node.failureSummary ?? ''}`).join('\n')}`,
  );
  if (told.length > 0) throw new Error(`Not everybody can use ${name}:\n${told.join('\n')}`);
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screens, `${name}.png`), fullPage: true });
}

/** `/console/batches/7?state=open` → `console-batches-7` */
function nameOf(path: string): string {
  const words = new URL(path, 'http://web.invalid').pathname.split('/').filter((word) => word !== '');
  return (path.startsWith('/console') ? words : ['portal', ...words]).join('-') || 'portal';
}
