import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_PUBLICATION } from '../support/builders/test-publication.ts';
import {
  DESKTOP,
  overflows,
  PHONE,
  seriousFindings,
  startBrowser,
  withPage,
} from '../support/hosts/browser.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { type Answer, crawl, isFeed, isPage } from './crawl.ts';
import { UNRELEASED, writeHostilePublication } from './hostile-publication.ts';
import { checkByNu, type ParsedFeed, readByFeedparser, readByNewsboat } from './programs.ts';

const PUBLICATIONS = [
  ['the publication of content/', () => 'content'],
  ['the test publication', () => TEST_PUBLICATION],
  ['a hostile publication', () => writeHostilePublication()],
  ['a hostile publication in Arabic', () => writeHostilePublication('ar')],
  ['a hostile publication in German', () => writeHostilePublication('de')],
] as const;

/** Findings of the Nu checker that are meant. `align` on cells is for letters, whose clients know no style sheet. */
const MEANT = [/The “align” attribute on the “t[dh]” element is obsolete/];

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

describe.each(PUBLICATIONS)('%s', (_, content) => {
  let server: RunningServer;
  let folder: string;
  let answers: Answer[];
  let parsed: ParsedFeed[];
  const feeds = () => answers.filter(isFeed);
  const pages = () => answers.filter(isPage);
  const jsonFeeds = () => feeds().filter(({ type }) => type.includes('json'));

  beforeAll(async () => {
    const environment = { CONTENT_DIR: content(), CLOCK: '2026-11-24T12:00:00Z' };
    folder = mkdtempSync(join(tmpdir(), 'judged-'));
    const { code, complained } = await broadsheet(folder, ['publish'], environment);
    expect(code, complained).toBe(0);
    server = await startServer({ dataDir: folder, environment, flags: ['--published'] });
    answers = await crawl(server.url);
    parsed = await readByFeedparser(
      feeds().filter(({ type }) => type.includes('xml')),
      server.url,
    );
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has no dead link, and shows nothing that is to come', () => {
    expect(answers.filter(({ status }) => status !== 200).map(({ path, status }) => [path, status])).toEqual(
      [],
    );
    expect(feeds().length).toBeGreaterThan(6);
    expect(pages().length).toBeGreaterThan(20);
    expect(answers.filter(({ text }) => UNRELEASED.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('has well-formed feeds with titles, and no date before the first newspaper', () => {
    expect(parsed.filter(({ bozo, title }) => bozo !== '' || title === '')).toEqual([]);
    const dates = parsed.flatMap(({ path, updated, entries }) =>
      [updated, ...entries.map(({ published }) => published)].map((date) => [path, date] as const),
    );
    expect(dates.filter(([, date]) => date !== '' && Number(/\b\d{4}\b/.exec(date)) < 1971)).toEqual([]);
    expect(
      parsed
        .flatMap(({ entries }) => entries)
        .filter(({ link, id }) => !link.startsWith('http') || id === ''),
    ).toEqual([]);
  });

  it('says the same in RSS, Atom and JSON, to feedparser', () => {
    for (const { path, text } of jsonFeeds()) {
      const items = (JSON.parse(text) as { items: { id: string; title: string }[] }).items;
      const twins = [
        path.replace('feed.json', 'feed.xml'),
        path.replace('feed.json', 'atom.xml'),
        path.replace(/json$/, 'xml'),
      ];
      const others = parsed.filter((feed) => twins.includes(feed.path));
      expect(others.length, path).toBeGreaterThan(0);
      for (const other of others)
        expect(
          other.entries.map(({ id }) => id),
          other.path,
        ).toEqual(items.map(({ id }) => id));
    }
  });

  it('is read whole by newsboat', async () => {
    const full = parsed.filter(({ path }) => /^\/(feed|atom)\.xml$/.test(path));
    expect(full).toHaveLength(2);
    for (const { path, entries } of full) {
      const items = await readByNewsboat(server.url + path);
      expect(items.map(({ guid }) => guid).sort()).toEqual(entries.map(({ id }) => id).sort());
      expect(items.filter(({ title, pubDate }) => title === '' || pubDate < 1)).toEqual([]);
    }
  });

  it('has pages in which the Nu checker finds nothing', async () => {
    const found = (await checkByNu(pages())).filter(
      ({ type, message }) => type !== 'info' && !MEANT.some((one) => one.test(message)),
    );
    expect(found.map(({ url, message, extract }) => [url, message, extract])).toEqual([]);
  });

  it.each([
    ['light, on a desktop', { ...DESKTOP, colorScheme: 'light' }],
    ['dark, on a phone', { ...PHONE, colorScheme: 'dark' }],
  ] as const)('has pages in which axe finds nothing and nothing overflows: %s', async (_, options) => {
    const found = await withPage(browser, options, async (page) => {
      const all: unknown[] = [];
      for (const { path } of pages()) {
        await page.goto(server.url + path, { waitUntil: 'load' });
        all.push(...(await seriousFindings(page)));
        if (await overflows(page)) all.push(`${path} scrolls sideways`);
      }
      return all;
    });
    expect(found).toEqual([]);
  });
});
