import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings, startBrowser, withPage } from '../support/hosts/browser.ts';
import { type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { writeAwkwardContent } from './awkward-content.ts';

const PATHS = [
  '/',
  '/articles/artikel-0',
  '/articles/artikel-1',
  '/articles/artikel-4',
  '/topics/thema-0',
  '/archive',
  '/archive/2026-11',
  '/newsletters/morgen',
  '/editions/2026-11-23-morgen',
  '/subscribe',
  '/feeds',
  '/gibt-es-nicht',
];
const WIDTHS = [320, 360, 390, 412, 440, 768, 1024, 1440];

let server: RunningServer;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'awkward-'));
  await writeAwkwardContent(folder);
  const environment = { CONTENT_DIR: folder, CLOCK: '2026-11-24T12:00:00Z' };
  server = await startServer({ environment });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const at = <T>(width: number, work: (page: Page) => Promise<T>, colorScheme: 'light' | 'dark' = 'light') =>
  withPage(browser, { viewport: { width, height: 900 }, baseURL: server.url, colorScheme }, work);

/** Opens the page and returns the width of its contents. */
const contentWidth = async (page: Page, path: string): Promise<number> => {
  await page.goto(path, { waitUntil: 'load' });
  return (await page.evaluate('document.documentElement.scrollWidth')) as number;
};

const topOf = async (page: Page, selector: string): Promise<number> =>
  (await page.locator(selector).first().boundingBox())!.y;

describe('a page of long words', () => {
  it.each(WIDTHS)('never scrolls sideways at %i pixels', async (width) => {
    await at(width, async (page) => {
      for (const path of PATHS) expect([path, await contentWidth(page, path)]).toEqual([path, width]);
    });
  });

  it.each(['light', 'dark'] as const)('is clean for axe, in %s', async (scheme) => {
    const check = async (page: Page) => {
      for (const path of PATHS) {
        await page.goto(path, { waitUntil: 'load' });
        expect(await seriousFindings(page)).toEqual([]);
      }
    };
    await at(390, check, scheme);
    await at(1440, check, scheme);
  });
});

describe('the front page', () => {
  it('has the cards before older stories on a phone, and these beside the lead on a desktop', async () => {
    const tops = async (page: Page) => {
      await page.goto('/', { waitUntil: 'load' });
      return [await topOf(page, '.cards'), await topOf(page, '.more-stories')] as const;
    };
    const [cards, more] = await at(390, tops);
    expect(cards).toBeLessThan(more);
    const [wideCards, wideMore] = await at(1440, tops);
    expect(wideMore).toBeLessThan(wideCards);
  });

  it('is one column at 1024 pixels, so that nothing is squeezed beside the lead', async () => {
    await at(1024, async (page) => {
      await page.goto('/', { waitUntil: 'load' });
      const lead = (await page.locator('.story-lead').boundingBox())!;
      expect(lead.width).toBeGreaterThan(950);
      expect(await topOf(page, '.more-stories')).toBeGreaterThan(lead.y + lead.height);
    });
  });
});

/** Characters of each full line of the paragraphs, by the boxes of their characters. */
const COUNT_CHARACTERS = `[...document.querySelectorAll('.prose > p')].slice(1).flatMap((p) => {
  const range = document.createRange();
  const lines = new Map();
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    for (let i = 0; i < walker.currentNode.length; i++) {
      range.setStart(walker.currentNode, i);
      range.setEnd(walker.currentNode, i + 1);
      const box = range.getClientRects()[0];
      if (box) lines.set(Math.round(box.bottom / 20), (lines.get(Math.round(box.bottom / 20)) ?? 0) + 1);
    }
  return [...lines.values()].slice(0, -1);
})`;

describe('the text of an article', () => {
  it.each([768, 1024, 1440])('has lines of 66 to 75 characters at %i pixels', async (width) => {
    await at(width, async (page) => {
      await page.goto('/articles/lauftext', { waitUntil: 'load' });
      const lines = (await page.evaluate(COUNT_CHARACTERS)) as number[];
      const mean = lines.reduce((sum, n) => sum + n, 0) / lines.length;
      expect(lines.length).toBeGreaterThan(8);
      expect(Math.round(mean)).toBeGreaterThanOrEqual(66);
      expect(Math.round(mean)).toBeLessThanOrEqual(75);
    });
  });

  it.each(['hoch', 'quadrat', 'zeichnung'])(
    'begins in the first window below the picture %s',
    async (name) => {
      await at(1440, async (page) => {
        await page.goto(`/articles/bild-${name}`, { waitUntil: 'load' });
        const box = (await page.locator('.article > .figure img').boundingBox())!;
        expect(box.height).toBeLessThanOrEqual(900 * 0.8 + 1);
      });
    },
  );

  it('shows a small picture at its own size', async () => {
    await at(1440, async (page) => {
      await page.goto('/articles/bild-winzig', { waitUntil: 'load' });
      expect((await page.locator('.article > .figure img').boundingBox())!.width).toBe(200);
    });
  });

  it.each([390, 1440])('moves nothing while it loads, at %i pixels', async (width) => {
    await at(width, async (page) => {
      await page.addInitScript(
        'globalThis.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) globalThis.shift += e.value; }).observe({ type: "layout-shift", buffered: true });',
      );
      for (const path of ['/', '/articles/bild-hoch', '/articles/bild-winzig', '/articles/bild-quer']) {
        await page.goto(path, { waitUntil: 'load' });
        await page.waitForTimeout(200);
        expect([path, await page.evaluate('globalThis.shift')]).toEqual([path, 0]);
      }
    });
  });
});
