import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_PUBLICATION } from '../support/builders/test-publication.ts';
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
import { mailTo, type RunningServer, startServer } from '../support/hosts/running-server.ts';

const place = mkdtempSync(join(tmpdir(), 'crowd-'));
const [content, dataDir] = [join(place, 'content'), join(place, 'data')];
let server: RunningServer;
let browser: Browser;

/** One sign-up an hour is free, five get through with a proof, one by waiting. */
const LIMITS = '\nsending: { signups: { perHour: 1 } }\n';

beforeAll(async () => {
  cpSync(TEST_PUBLICATION, content, { recursive: true });
  const file = join(content, 'publication.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^sending:.*\n( .*\n)*/m, '') + LIMITS);
  const environment = { CONTENT_DIR: content, DATA_DIR: dataDir };
  const env = { ...process.env, BASE_URL: '', ...environment };
  execFileSync(process.execPath, ['functions/cli.ts', 'publish'], { env });
  // As strangers see it: an editor's preview has a policy of its own.
  server = await startServer({ environment, dataDir, flags: ['--published'], healthy: false });
  browser = await startBrowser();
  await withPage(browser, { baseURL: server.url }, async (page) => {
    await fillIn(page, 'first@example.org');
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  rmSync(place, { recursive: true, force: true });
});

/** By the short form at the foot of a page: the full one that follows can be sent at once. */
async function fillIn(page: Page, email: string): Promise<void> {
  await page.goto('/');
  await page.locator('input[type=email]').last().fill(email);
  await page.getByRole('button', { name: 'Sign up' }).last().click();
  await page.locator('main').getByRole('button', { name: 'Sign up' }).click();
}

/** The script goes to sleep when it is about to begin: the page can be looked at. */
const asleep = (page: Page) => page.addInitScript('crypto.subtle.importKey = () => new Promise(() => {})');

describe('a reader who signs up in a crowd', () => {
  it('is through in seconds, touching nothing', async () => {
    await withPage(browser, { ...DESKTOP, baseURL: server.url }, async (page) => {
      const refused = refusals(page);
      await fillIn(page, 'quick@example.org');
      const asked = Date.now();
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      // One core, and other tests beside: a phone of some years takes three seconds.
      expect(Date.now() - asked).toBeLessThan(10_000);
      expect(refused).toEqual([]);
      await mailTo(server, 'quick@example.org');
    });
  });

  it.each([
    ['light', { ...DESKTOP, colorScheme: 'light' as const }],
    ['dark, on a phone', { ...PHONE, colorScheme: 'dark' as const }],
  ])('%s: sees what happens, and the button waits', async (_, options) => {
    await withPage(browser, { ...options, baseURL: server.url }, async (page) => {
      await asleep(page);
      await fillIn(page, 'looking@example.org');
      await page.getByText('Working. This takes').waitFor();
      expect(await page.locator('main button').isDisabled()).toBe(true);
      expect(await page.locator('.slow-way').isVisible()).toBe(false);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await overflows(page)).toBe(false);
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: join(folder, `crowd-${_.slice(0, 4)}.png`), fullPage: true });
    });
  });

  it('and changes something meanwhile sends it by hand, by keyboard', async () => {
    await withPage(browser, { ...DESKTOP, baseURL: server.url }, async (page) => {
      // Slow enough for a hand.
      await page.addInitScript(`{
        const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
        let first;
        crypto.subtle.deriveBits = async (...given) => {
          first ??= new Promise((go) => setTimeout(go, 1500));
          await first;
          return derive(...given);
        };
      }`);
      await fillIn(page, 'careful@example.org');
      await page.locator('input[name=topic]').first().check();
      await page.getByText('Press the button when everything is right').waitFor();
      await tabTo(page, 'main button');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    });
  });

  it('in a browser that cannot is told the slow way', async () => {
    await withPage(browser, { ...DESKTOP, baseURL: server.url }, async (page) => {
      await page.addInitScript('delete Crypto.prototype.subtle');
      await fillIn(page, 'old@example.org');
      await page.getByText('Your browser could not do the work').waitFor();
      expect(await page.locator('.slow-way').isVisible()).toBe(true);
      expect(await page.locator('main button').isEnabled()).toBe(true);
    });
  });

  it('without a script reads how long to wait, presses too soon, and gets through', async () => {
    const options = { ...PHONE, baseURL: server.url, javaScriptEnabled: false };
    await withPage(browser, options, async (page) => {
      await fillIn(page, 'patient@example.org');
      await page.getByText('Wait 60 seconds').waitFor();
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: join(folder, 'crowd-slow.png'), fullPage: true });
      await page.locator('main button').click();
      await page.getByText('That was too soon').waitFor();
      await page.waitForTimeout(60_000);
      await page.locator('main button').click();
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    });
  });
});
