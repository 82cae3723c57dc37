import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_PUBLICATION } from '../support/builders/test-publication.ts';
import { DESKTOP, refusals, startBrowser, withPage } from '../support/hosts/browser.ts';
import { type RunningServer, startServer } from '../support/hosts/running-server.ts';

const content = mkdtempSync(join(tmpdir(), 'content-'));
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  cpSync(TEST_PUBLICATION, content, { recursive: true });
  server = await startServer({ environment: { CONTENT_DIR: content } });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  rmSync(content, { recursive: true, force: true });
});

const STORY = join(content, 'articles/2026-11-23-mine-water-heat.md');

function edit(from: string | RegExp, to: string): void {
  const text = readFileSync(STORY, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(STORY, text.replace(from, to));
}

const onDesktop = (work: (page: Page) => Promise<void>, scheme: 'light' | 'dark' = 'light') =>
  withPage(browser, { ...DESKTOP, colorScheme: scheme, baseURL: server.url }, work);

describe('what an editor saves', () => {
  it('shows at once in the page that is seen, and in another as soon as it is, on the site and in letters', async () => {
    await onDesktop(async (page) => {
      const letter = await page.context().newPage();
      await letter.goto('/preview/letters/2026-11-23-brief');
      await page.bringToFront();
      await page.goto('/articles/mine-water-heat');
      edit(/^title: .*$/m, 'title: The mine that was saved a moment ago');
      await page.getByRole('heading', { name: 'saved a moment ago' }).waitFor();
      await letter.bringToFront();
      await letter.frameLocator('iframe').getByText('saved a moment ago').first().waitFor();
    });
  });

  it('reaches a page that was not listening yet', async () => {
    await onDesktop(async (page) => {
      const events = '**/preview/events';
      await page.route(events, (route) => route.abort());
      const deaf = page.waitForEvent('requestfailed');
      await page.goto('/articles/mine-water-heat');
      await deaf;
      edit(/^title: .*$/m, 'title: Saved before anybody listened');
      // While anything is routed the browser's cache is off; the page tries to listen again after three seconds.
      await page.unroute(events);
      await page.getByRole('heading', { name: 'before anybody listened' }).waitFor();
      edit(/^title: .*$/m, 'title: A drowned coal mine now heats the town that dug it');
    });
  });

  it('if wrong, is said on the open page with file and line, and what was live stays', async () => {
    await onDesktop(async (page) => {
      await page.goto('/articles/mine-water-heat');
      edit(/^topic: .*$/m, 'topic: climat');
      await page.getByText('2026-11-23-mine-water-heat.md:').first().waitFor();
      expect(await page.locator('h1').textContent()).toContain('mine');
      edit(/^topic: .*$/m, 'topic: climate');
      await page.getByText('2026-11-23-mine-water-heat.md:').waitFor({ state: 'detached' });
    });
  });
});

describe('the mailboxes', () => {
  it('stay still while nothing comes, whatever lies in the other', async () => {
    await onDesktop(async (page) => {
      const refused = refusals(page);
      let loads = 0;
      for (const path of ['/outbox', '/preview/letters']) {
        await page.goto(path);
        const count = () => void loads++;
        page.on('load', count);
        await page.waitForTimeout(5000);
        page.off('load', count);
      }
      expect([loads, refused]).toEqual([0, []]);
    });
  });

  it('show a letter dark on a light page: light ink on dark paper, its pictures there', async () => {
    await onDesktop(async (page) => {
      await page.goto('/outbox/messages/1?view=dark');
      const letter = page.frameLocator('iframe');
      await letter.locator('img:visible').first().waitFor();
      const [ink, paper] = await letter.locator('body').evaluate(INK_AND_PAPER);
      expect(ink).toBeGreaterThan(180);
      expect(paper).toBeLessThan(60);
      const widths = await letter.locator('img:visible').evaluateAll(WIDTHS);
      expect(widths.every((width) => width > 0)).toBe(true);
    });
  });
});

/** Brightness of the first headline and of what it stands on. */
const INK_AND_PAPER = new Function(
  'body',
  `const bright = (color) => { const [r, g, b] = color.match(/\\d+/g).map(Number); return (r + g + b) / 3; };
   const head = body.querySelector('h1, h2, h3');
   let under = head;
   while (under && /rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(under).backgroundColor)) under = under.parentElement;
   return [bright(getComputedStyle(head).color), bright(getComputedStyle(under ?? body).backgroundColor)];`,
) as (body: unknown) => [number, number];

const WIDTHS = (images: unknown[]) => images.map((image) => (image as { naturalWidth: number }).naturalWidth);

describe('open pages', () => {
  it('are seven, and all of them load', async () => {
    await onDesktop(async (page) => {
      await page.goto('/');
      for (let n = 2; n <= 7; n++) {
        const another = await page.context().newPage();
        const listening = another.waitForRequest('**/preview/events');
        await another.goto('/archive', { timeout: 10_000 });
        await listening;
      }
    });
  });
});
