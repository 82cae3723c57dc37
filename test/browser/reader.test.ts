import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DESKTOP,
  overflows,
  PHONE,
  seriousFindings,
  startBrowser,
  tabTo,
  withPage,
} from '../support/hosts/browser.ts';
import { mailTo, type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { openMail } from '../support/probes/mail.ts';

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const heading = (page: Page) => page.locator('h1').textContent();

/** The link to `part` in the newest message to `email`, once there are `count`. */
async function linkTo(part: string, email: string, count: number): Promise<string> {
  const [newest] = await mailTo(server, email, count);
  return (await openMail(server, newest!.id)).link(part);
}

async function isClean(page: Page): Promise<void> {
  expect(await seriousFindings(page)).toEqual([]);
  expect(await overflows(page)).toBe(false);
}

describe('a reader without a mouse', () => {
  it('signs up, corrects the form and confirms by keyboard alone, the focus always in sight', async () => {
    await withPage(browser, { ...DESKTOP, baseURL: server.url }, async (page) => {
      const email = 'kay@example.org';
      await page.goto('/');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('#main');
      await tabTo(page, 'a[href^="/subscribe"]');
      await page.keyboard.press('Enter');
      await page.waitForURL(/subscribe/);
      await tabTo(page, 'input[type=email]');
      await page.keyboard.type(email);
      await tabTo(page, 'input[name=newsletter]:checked');
      await page.keyboard.press('Space');
      // The form takes nobody for a person who is faster than two seconds.
      await page.waitForTimeout(2200);
      await tabTo(page, 'main button');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await tabTo(page, 'input[name=newsletter]');
      await page.keyboard.press('Space');
      await tabTo(page, 'main button');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();

      await page.goto(await linkTo('/confirm/', email, 1));
      await tabTo(page, 'main button');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'You are in' }).waitFor();
    });
  });
});

describe('a reader’s own pages', () => {
  it.each([
    ['light', { ...DESKTOP, colorScheme: 'light' as const }],
    ['dark, on a phone', { ...PHONE, colorScheme: 'dark' as const }],
  ])('%s: preferences are saved, paused, asked for and left, each page clean', async (mode, options) => {
    await withPage(browser, { ...options, baseURL: server.url }, async (page) => {
      const email = `${mode.slice(0, 4)}@example.org`;
      await page.goto('/');
      await page.locator('input[type=email]').last().fill(email);
      for (let page_ = 0; page_ < 2; page_++) {
        await page.getByRole('button', { name: 'Sign up' }).last().click();
        await isClean(page);
      }
      await page.goto(await linkTo('/confirm/', email, 1));
      await isClean(page);
      await page.getByRole('button', { name: 'Yes, sign me up' }).click();
      await isClean(page);

      await page.goto(await linkTo('/preferences/', email, 2));
      await page.locator('input[name=newsletter]:not(:checked)').first().check();
      await page.locator('button[value=save]').click();
      expect(await page.getByRole('status').textContent()).toContain('Saved');
      expect(await page.locator('input[name=newsletter]:checked').count()).toBe(2);
      await isClean(page);
      await page.locator('button[value=pause]').click();
      await isClean(page);
      await page.locator('button[value=link]').click();
      await page.goto(await linkTo('/manage/', email, 3));
      await isClean(page);
      await page.goto(
        (await openMail(server, (await mailTo(server, email, 3)).at(-2)!.id)).link('/unsubscribe/'),
      );
      await isClean(page);
      await page.locator('main button').first().click();
      expect(await heading(page)).toBe('Done');
      await isClean(page);
    });
  });
});
