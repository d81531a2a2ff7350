import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fillSignIn, openChromium } from '@one-card/testing';
import type { Browser, Page } from 'playwright-core';

const usage = `npm run paint -- [options]   from the click on a batch's lines to its first painted rows, in Chromium, at a platform that runs

  --url ADDRESS       of the gateway (otherwise what status.json tells)
  --state FOLDER      of the platform, for its passwords (.local)
  --person LOGIN      who looks (supervisor, who may see every batch)
  --times N           of which the median counts (5)`;

const LIMIT_MS = 120_000;

interface Batch {
  readonly id: string;
  readonly policyName: string;
  readonly entered: { readonly count: number };
}

interface Options {
  readonly url: string;
  readonly password: string;
  readonly person: string;
  readonly times: number;
}

/**
 * Runs in the page: from the time stamp of the next click until every row in view has its line and two frames have been drawn since; the
 * second of them can only begin once the first, with the rows, is painted.
 */
const watch = `
  performance.clearMarks();
  performance.clearMeasures();
  window.painted = new Promise((resolve) => {
    addEventListener('click', (event) => {
      const box = document.getElementById('root') ?? document.body;
      const look = new MutationObserver(() => seen());
      const seen = () => {
        if (document.querySelector('.line-body .line-row button') === null || document.querySelector('.line-body .coming') !== null) return;
        look.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => {
          performance.mark('painted');
          performance.measure('click to paint', { start: event.timeStamp, end: 'painted' });
          resolve();
        }));
      };
      look.observe(box, { subtree: true, childList: true, characterData: true, attributes: true });
      seen();
    }, { capture: true, once: true });
  });
  undefined`;
const measured = `window.painted.then(() => performance.getEntriesByName('click to paint', 'measure')[0].duration)`;

function optionsOf(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ url: { type: 'string' }, state: { type: 'string', default: '.local' }, person: { type: 'string', default: 'supervisor' } },
      ...{ times: { type: 'string', default: '5' }, help: { type: 'boolean', short: 'h' } },
    },
  });
  if (values.help === true) return undefined;
  const read = (name: string): unknown => JSON.parse(readFileSync(join(values.state, name), 'utf8'));
  const password = (read('secrets.json') as Record<string, string | undefined>)['demo-password'];
  if (password === undefined) throw new Error(`${join(values.state, 'secrets.json')} has no demo-password.`);
  const times = Number(values.times);
  if (!Number.isInteger(times) || times < 1) throw new Error('--times is how often, a number from 1.');
  return { url: values.url ?? (read('status.json') as { urls: { gateway: string } }).urls.gateway, password, person: values.person, times };
}

async function signedIn(browser: Browser, { url, person, password }: Options): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  page.setDefaultTimeout(LIMIT_MS);
  await page.goto(new URL('/login?returnTo=%2Fconsole%2F', url).href);
  await fillSignIn(page, { login: person, password, gateway: url });
  await page.locator('h1').first().waitFor();
  return page;
}

async function batchesOf(page: Page): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let cursor = ''; ;) {
    const address = `/api/payment-orchestration/batches?limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const answer = (await page.evaluate(`fetch(${JSON.stringify(address)}).then((response) => response.json())`)) as
      { items: Batch[]; next: string | null } | { items?: undefined; detail?: string };
    if (answer.items === undefined) throw new Error(`The platform lists no batches: ${answer.detail ?? JSON.stringify(answer)}`);
    batches.push(...answer.items);
    if (answer.next === null) return batches.filter(({ entered }) => entered.count > 0);
    cursor = answer.next;
  }
}

/** The page is loaded anew each time, so that its lines are nowhere in the browser. */
async function onceMs(page: Page, { url }: Options, { id }: Batch): Promise<number> {
  await page.goto(new URL(`/console/batches/${id}`, url).href);
  const tab = page.locator('[role=tab][data-tab=lines]');
  await tab.waitFor();
  await page.locator('.ant-skeleton-active, .ant-spin-spinning').first().waitFor({ state: 'detached' });
  await page.evaluate(watch);
  await tab.click();
  return page.evaluate<number>(measured);
}

async function medianMs(page: Page, options: Options, batch: Batch): Promise<number> {
  const each: number[] = [];
  // the first visit only fills the caches that whoever works all day has filled
  for (let i = 0; i <= options.times; i++) each.push(await onceMs(page, options, batch));
  const [first = 0, ...counted] = each;
  const median = [...counted].sort((a, b) => a - b)[Math.floor(counted.length / 2)] ?? first;
  const told = counted.map((ms) => ms.toFixed(0)).join(', ');
  console.log(`${batch.entered.count.toLocaleString('en')} lines (${batch.policyName}): ${median.toFixed(0)} ms, the median of ${told}`);
  return median;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options === undefined) return console.log(usage);
  const browser = await openChromium();
  try {
    const page = await signedIn(browser, options);
    const batches = (await batchesOf(page)).sort((a, b) => a.entered.count - b.entered.count);
    const [smallest, largest] = [batches[0], batches.at(-1)];
    if (smallest === undefined || largest === undefined) throw new Error('The platform has no batch with lines: run the demo or the bench first.');
    const [small, large] = [await medianMs(page, options, smallest), await medianMs(page, options, largest)];
    console.log(`click to paint, largest to smallest batch: ${(large / small).toFixed(2)}`);
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
