import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_PUBLICATION } from '../support/builders/test-publication.ts';
import { overflows, startBrowser, withPage } from '../support/hosts/browser.ts';
import { type RunningServer, startServer } from '../support/hosts/running-server.ts';

const TABLE = `| People | Clock | Off by | Wo die Kommission tagt |
|---|--:|:-:|---|
| 1,400,000,000 | UTC+12:45 | 15 min | Geschwindigkeitsbegrenzung |
| 87 | UTC+5:45 | 15 min | **Donaudampfschifffahrt** in [Maastricht](/archive) |
`;
const WITH_ADDRESS = `| Clock | Source |
|--:|---|
| UTC+10:30 | https://example.com/${'a-very-long-path/'.repeat(12)} |
`;
const ARTICLE = `---
title: Clocks that are off by a quarter
date: 2026-11-22T09:00
topic: world
---

**Why it matters:** A table is read by its columns.

${TABLE}
And one with an address in it:

${WITH_ADDRESS}`;
const editionOf = (items: string): string => `---
newsletter: brief
subject: Tables
preheader: Two of them.
items:
${items}
---

<!-- items -->
`;
const textItem = (table: string): string =>
  `  - text: |\n${table.replaceAll(/^/gm, '      ')}\n    label: A text`;
const ARTICLE_ITEM = '  - article: table-of-clocks\n    as: whole';

const content = mkdtempSync(join(tmpdir(), 'tables-'));
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  cpSync(TEST_PUBLICATION, content, { recursive: true });
  writeFileSync(join(content, 'articles/2026-11-22-table-of-clocks.md'), ARTICLE);
  const write = (name: string, items: string) =>
    writeFileSync(join(content, `editions/${name}.md`), editionOf(items));
  write('2026-11-22-tables', `${ARTICLE_ITEM}\n${textItem(TABLE)}`);
  write('2026-11-22-addresses', textItem(WITH_ADDRESS));
  server = await startServer({ environment: { CONTENT_DIR: content } });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  rmSync(content, { recursive: true, force: true });
});

/** The words of all cells that stand on more than one line, addresses left out, and the count of cells. */
const BROKEN_WORDS = `(() => {
  const cells = [...document.querySelectorAll('table:not(:has(table)):has(th) :is(th, td)')];
  const broken = [];
  for (const cell of cells) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const { 0: word, index } of node.data.matchAll(/[^\\s]+/g)) {
        if (word.startsWith('https://')) continue;
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
      }
  }
  return { broken, cells: cells.length };
})()`;

const measure = (page: Page) => page.evaluate(BROKEN_WORDS) as Promise<{ broken: string[]; cells: number }>;

const WIDTHS = [1000, 600, 390, 320];
const at = <T>(width: number, path: string, work: (page: Page) => Promise<T>): Promise<T> =>
  withPage(browser, { viewport: { width, height: 900 }, baseURL: server.url }, async (page) => {
    await page.goto(path, { waitUntil: 'load' });
    return work(page);
  });

describe('a table', () => {
  it.each(WIDTHS)('in a letter breaks no word of a cell at %d pixels', async (width) => {
    const found = await at(width, '/preview/letters/2026-11-22-tables.html', measure);
    expect(found).toEqual({ broken: [], cells: 28 });
  });

  it.each(WIDTHS)('on a page breaks no word, and scrolls alone at %d pixels', async (width) => {
    await at(width, '/articles/table-of-clocks', async (page) => {
      expect(await measure(page)).toEqual({ broken: [], cells: 16 });
      expect(await overflows(page)).toBe(false);
    });
  });

  it('whose words are short fits into a letter on the narrowest phone, its addresses broken', async () => {
    const widened = await at(320, '/preview/letters/2026-11-22-addresses.html', async (page) => {
      expect(await measure(page)).toEqual({ broken: [], cells: 4 });
      return overflows(page);
    });
    expect(widened).toBe(false);
  });
});
