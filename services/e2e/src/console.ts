import type { Page } from 'playwright-core';
import type { Browser } from './browser';

/** People at the console: what they see and press, by the words on the page. */
export class Desk {
  private constructor(
    readonly browser: Browser,
    readonly page: Page,
    readonly login: string,
  ) {}

  static async of(browser: Browser, login: string, start = '/console/'): Promise<Desk> {
    return new Desk(browser, await browser.people(login, start), login);
  }

  async goes(path: string): Promise<void> {
    await this.page.goto(this.browser.address(path));
    await this.browser.settled(this.page);
  }

  /** Goes on from 我的待办 with the one that is about this. */
  async takesUp(act: string, about: string): Promise<void> {
    await this.goes('/console/');
    const row = this.page.getByRole('row').filter({ hasText: about }).filter({ hasText: act });
    await row.getByRole('link', { name: act }).first().click();
    await this.page.waitForURL(({ pathname }) => pathname !== '/console/');
    await this.browser.settled(this.page);
  }

  /** Presses a button, and the one of the same name in the question that follows. */
  async does(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).first().click();
    const asked = this.page.getByRole('dialog');
    await asked.getByRole('button', { name, exact: true }).click();
    await asked.first().waitFor({ state: 'hidden' });
  }

  /** Looks for it in a list that opens, and takes the first that fits. */
  async chooses(label: string, option: string): Promise<void> {
    const box = this.page.getByRole('combobox', { name: label });
    await box.fill(option);
    await this.page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
    await box.press('Escape');
  }

  async reviews(opinion: string): Promise<void> {
    await this.page.getByRole('button', { name: '审核', exact: true }).click();
    await this.page.getByRole('dialog').getByLabel('审核意见').fill(opinion);
    await this.page.getByRole('dialog').getByRole('button', { name: '审核通过' }).click();
    await this.sees('已审核通过');
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ timeout: 60_000 });
  }

  look(name: string): Promise<void> {
    return this.browser.look(this.page, name);
  }
}
