import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DESKTOP,
  overflows,
  PHONE,
  seriousFindings,
  startBrowser,
  withPage,
} from '../support/hosts/browser.ts';
import { mailTo, type RunningServer, startServer } from '../support/hosts/running-server.ts';

const PAGE = '/newsletters/brief';

let server: RunningServer;
let browser: Browser;
let evil: Server;
let evilUrl: string;

const victimOf = (path: string) => `victim-${path}@example.org`;

/** A page of somebody else with our form, filled in, which its script sends. */
function evilPage(path: string, form: string): string {
  const filled = form
    .replace('action="/subscribe"', `action="${server.url}/subscribe"`)
    .replace('id="sign-up-email"', `value="${victimOf(path)}"`);
  const sent = `${filled}<script>document.forms[0].submit()</script>`;
  const head = path === 'hidden' ? '<meta name="referrer" content="no-referrer">' : '';
  return `<!doctype html><title>evil</title>${head}${sent}`;
}

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  const page = await (await fetch(server.url + PAGE)).text();
  const form = /<form action="\/subscribe"[\s\S]*?<\/form>/.exec(page)![0];
  evil = createServer(({ url = '' }, response) => {
    response.setHeader('Content-Type', 'text/html');
    if (url === '/sandboxed')
      response.setHeader('Content-Security-Policy', 'sandbox allow-forms allow-scripts');
    response.end(evilPage(url.slice(1), form));
  }).listen(0, 'localhost');
  await once(evil, 'listening');
  evilUrl = `http://localhost:${(evil.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  evil?.close();
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

describe('the form of a newsletter', () => {
  it.each([
    ['desktop', DESKTOP],
    ['phone', { ...PHONE, colorScheme: 'dark' as const }],
  ])('signs up in one act, without JavaScript: %s', async (kind, options) => {
    await withPage(browser, { ...options, javaScriptEnabled: false, baseURL: server.url }, async (page) => {
      await page.goto(PAGE);
      await page.locator('#sign-up-email').fill(`${kind}@example.org`);
      await page.locator('#sign-up-email').press('Enter');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      expect(await mailTo(server, `${kind}@example.org`)).toHaveLength(1);
    });
  });

  it('comes back in full with a fault, clean and without a sideways scroll', async () => {
    await withPage(browser, { ...PHONE, baseURL: server.url }, async (page) => {
      await page.goto(PAGE);
      await page.locator('#sign-up-email').fill('kay@gmial.com');
      await page.locator('#sign-up-email').press('Enter');
      await page.getByText('Did you mean').waitFor();
      expect([await seriousFindings(page), await overflows(page)]).toEqual([[], false]);
    });
  });

  it.each([
    ['another origin of the same site', 'plain'],
    ['an origin that hides itself', 'hidden'],
    ['a sandbox without an origin', 'sandboxed'],
  ])('on a page of %s signs nobody up by its visitors', async (_, path) => {
    await withPage(browser, DESKTOP, async (page) => {
      const sent = page.waitForRequest((request) => request.url() === `${server.url}/subscribe`);
      await page.goto(evilUrl + path, { waitUntil: 'commit' });
      expect((await sent).postData()).toContain(encodeURIComponent(victimOf(path)));
      expect((await (await sent).response())?.status()).toBe(200);
      await expect(mailTo(server, victimOf(path), 1, 1500)).rejects.toThrow('No mail came');
    });
  });
});
