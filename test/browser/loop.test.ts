import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTBOX_VIEWS } from '../../functions/pages/outbox.ts';
import {
  DESKTOP,
  withPage as openPage,
  overflows,
  PHONE,
  refusals,
  seriousFindings,
  startBrowser,
} from '../support/hosts/browser.ts';
import { mailTo, type RunningServer, startServer } from '../support/hosts/running-server.ts';

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

const withPage = <T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>) =>
  openPage(browser, { ...options, baseURL: server.url }, work);

/** The address a letter's button leads to, as a mail client would find it. */
async function linkIn(page: Page, id: string, part: string): Promise<string> {
  await page.goto(`/outbox/messages/${id}.html`);
  const href = await page.locator(`a[href*="${part}"]`).first().getAttribute('href');
  if (!href) throw new Error(`no ${part} link in message ${id}`);
  return href;
}

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto('/');
  await page
    .getByRole('link', { name: /subscribe|sign up/i })
    .first()
    .click();
  await page
    .getByLabel(/address|e-?mail/i)
    .first()
    .fill(email);
  // The form takes nobody for a person who is faster than two seconds.
  await page.waitForTimeout(2200);
  await page.getByRole('button', { name: 'Sign up' }).last().click();
}

describe('a person', () => {
  it('subscribes, confirms, is welcomed, chooses and leaves, without JavaScript', async () => {
    await withPage({ ...DESKTOP, javaScriptEnabled: false }, async (page) => {
      const email = 'ada.reader@example.org';
      await signUp(page, email);
      expect(await page.locator('h1').textContent()).not.toContain('Subscribe');

      const [confirmation] = await mailTo(server, email);
      const confirm = await linkIn(page, confirmation!.id, '/confirm/');
      await page.goto(confirm);
      await page.getByRole('button', { name: 'Yes, sign me up' }).click();
      expect(await page.locator('h1').textContent()).toBe('You are in');

      const [welcome] = await mailTo(server, email, 2);
      expect(welcome!.kind).toBe('welcome');
      await page.goto(await linkIn(page, welcome!.id, '/preferences/'));
      expect(await page.content()).not.toContain(email);
      await page.getByRole('button', { name: 'Unsubscribe from everything' }).click();
      expect(await page.locator('h1').textContent()).toBe('Done');
      await page.getByRole('button', { name: 'Undo' }).click();
      // The click does not wait for the next page.
      await page.getByText(/back/i).first().waitFor();
    });
  });

  it('reads the demo edition in the outbox, and its letter at both widths', async () => {
    const [edition] = await mailTo(server, 'demo@reader.example');
    expect(edition!.kind).toBe('edition');
    await withPage(DESKTOP, async (page) => {
      await page.goto(`/outbox/messages/${edition!.id}`);
      const letter = page.frameLocator('iframe');
      await letter.locator('h2, h1').first().waitFor();
      const widths = await letter
        .locator('img')
        .evaluateAll((images) => images.map((i) => (i as unknown as { naturalWidth: number }).naturalWidth));
      expect(widths.length).toBeGreaterThan(0);
      expect(widths.every((w) => w > 0)).toBe(true);
    });
    await withPage(PHONE, async (page) => {
      await page.goto(`/outbox/messages/${edition!.id}.html`);
      expect(await overflows(page)).toBe(false);
    });
  });
});

describe('every page', () => {
  it.each([
    ['on a desktop, light', { ...DESKTOP, colorScheme: 'light' as const }],
    ['on a phone, dark', { ...PHONE, colorScheme: 'dark' as const }],
  ])('%s: axe-core finds nothing serious, nothing overflows, nothing is refused', async (_, options) => {
    await withPage(options, async (page) => {
      const refused = refusals(page);
      for (const path of await somePaths(page)) {
        await page.goto(path);
        expect.soft(await seriousFindings(page), path).toEqual([]);
        expect.soft(await overflows(page), path).toBe(false);
      }
      expect(refused.filter((line) => !line.includes('/no-such-page: '))).toEqual([]);
    });
  });
});

const MAIL = [
  '/outbox',
  ...OUTBOX_VIEWS.map((view) => `/outbox/messages/1?view=${view}`),
  '/preview/letters',
  '/preview/letters/2026-11-23-brief',
];

/** One of each kind, found by its links. */
async function somePaths(page: Page): Promise<string[]> {
  await page.goto('/');
  const hrefs = await page
    .locator('a[href^="/"]')
    .evaluateAll((links) => links.map((a) => (a as unknown as { pathname: string }).pathname));
  const first = (prefix: string) => hrefs.find((href) => href.startsWith(prefix));
  const found = ['/articles/', '/topics/', '/newsletters/', '/editions/']
    .map(first)
    .filter((p) => p !== undefined);
  expect(found.length).toBeGreaterThanOrEqual(3);
  await page.goto('/archive');
  const month = await page.locator('a[href^="/archive/2"]').first().getAttribute('href');
  return ['/', ...found, '/archive', month!, '/feeds', '/subscribe', ...MAIL, '/no-such-page'];
}
