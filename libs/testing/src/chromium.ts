import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** A real Chromium; absent, it fails with one sentence. Loaded only here, since most suites need none. */
export async function openChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`There is no Chromium at ${executablePath}: install it (Debian: apt-get install chromium fonts-noto-cjk), or set CHROMIUM_PATH.`);
  }
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: flags });
}

/** Fills in the form of the local run's issuer, to which the page has come, and waits until it is back at the gateway. */
export async function fillSignIn(page: Page, { login, password, gateway }: { login: string; password: string; gateway: string }): Promise<void> {
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', password);
  await page.click('button');
  await page.waitForURL((url) => url.origin === new URL(gateway).origin);
}
