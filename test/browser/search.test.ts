import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DESKTOP,
  overflows,
  PHONE,
  refusals,
  seriousFindings,
  startBrowser,
  tabTo,
  withPage,
} from '../support/hosts/browser.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { type RunningServer, startServer } from '../support/hosts/running-server.ts';

let server: RunningServer;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  // As readers see it: a preview has a policy of its own.
  folder = mkdtempSync(join(tmpdir(), 'searched-'));
  expect((await broadsheet(folder, ['publish'])).code).toBe(0);
  server = await startServer({ dataDir: folder, flags: ['--published'] });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const open = <T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T> =>
  withPage(browser, { ...options, baseURL: server.url }, work);

const titlesOn = (page: Page): Promise<string[]> => page.locator('#search-results h2').allTextContents();
const statusOn = (page: Page) => page.locator('#search-status');
const toStatus = (page: Page, text: string): Promise<void> =>
  page.locator('#search-status', { hasText: text }).waitFor();

describe('a search without JavaScript', () => {
  it.each([
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ])('is found in the masthead, sent by Enter and answered by a page: %s', async (_, options) => {
    await open({ ...options, javaScriptEnabled: false }, async (page) => {
      await page.goto('/');
      await page.locator('.masthead a[href="/search"]').click();
      await page.locator('#q').fill('harbour');
      await page.locator('#q').press('Enter');
      await page.waitForURL(/\?q=harbour$/);
      expect((await titlesOn(page)).length).toBeGreaterThan(0);
      expect(await page.locator('#q').inputValue()).toBe('harbour');
    });
  });
});

describe('a search with JavaScript', () => {
  it('answers while somebody types: results, status, title and address, the focus where it was', async () => {
    await open(DESKTOP, async (page) => {
      const refused = refusals(page);
      await page.goto('/search');
      await tabTo(page, '#q');
      await page.keyboard.type('harbour');
      await toStatus(page, 'harbour');
      const typed = await titlesOn(page);
      expect(typed.length).toBeGreaterThan(0);
      expect([page.url(), await page.title()]).toEqual([
        `${server.url}/search?q=harbour`,
        expect.stringContaining('harbour'),
      ]);
      expect(await page.evaluate('document.activeElement.id')).toBe('q');
      await page.reload();
      expect(await titlesOn(page)).toEqual(typed);
      expect(refused).toEqual([]);
    });
  });

  it('shows no answer to what was typed before, however late it comes', async () => {
    await open(DESKTOP, async (page) => {
      await page.route('**/search?q=harbour', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        await route.continue().catch(() => undefined);
      });
      await page.goto('/search');
      await page.locator('#q').fill('harbour');
      await page.waitForTimeout(300);
      await page.locator('#q').fill('zzzzqqq');
      await toStatus(page, 'zzzzqqq');
      await page.waitForTimeout(900);
      expect(await statusOn(page).textContent()).toContain('zzzzqqq');
      expect(await titlesOn(page)).toEqual([]);
    });
  });

  it('says so when the site does not answer, and asks again at the next key', async () => {
    await open(DESKTOP, async (page) => {
      await page.goto('/search?q=harbour');
      await page.route('**/search?q=harbou', (route) => route.abort());
      await page.locator('#q').press('End');
      await page.locator('#q').press('Backspace');
      await toStatus(page, 'cannot be reached');
      await page.locator('#q').press('r');
      await toStatus(page, 'harbour');
    });
  });

  it('runs nothing that is typed, and leads nowhere but to itself', async () => {
    await open(DESKTOP, async (page) => {
      await page.goto('/search');
      await page.locator('#q').fill('<img src=x onerror="document.title=1">');
      await toStatus(page, 'onerror');
      expect(await page.locator('#search-results img, #search-status img').count()).toBe(0);
      expect(await page.title()).not.toBe('1');
    });
  });
});

describe('the page of a search', () => {
  it.each([
    ['phone, light', { ...PHONE, colorScheme: 'light' as const }],
    ['phone, dark', { ...PHONE, colorScheme: 'dark' as const }],
    ['desktop, dark', { ...DESKTOP, colorScheme: 'dark' as const }],
  ])('is clean and fits: %s', async (_, options) => {
    await open(options, async (page) => {
      for (const query of [
        '',
        '?q=harbour',
        '?q=harbuor',
        '?q=zzzzqqq',
        `?q=${'x'.repeat(200)}`,
        '?q=الميناء',
      ]) {
        await page.goto(`/search${query}`, { waitUntil: 'load' });
        expect([query, await seriousFindings(page), await overflows(page)]).toEqual([query, [], false]);
      }
    });
  });
});
