import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import { FEED_FORMATS, type FeedFormat, feedPath } from '../../../functions/domain/site/paths.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore, type SmallStore } from '../../support/builders/small-site.ts';

/** One article every three days, back into the spring, of which every third is not of the topic. */
const LONG: Entry[] = Array.from({ length: 80 }, (_, i) =>
  anEntry({ id: `a${i}`, date: NOON - i * 3 * DAY, topic: i % 3 === 2 ? 'business' : 'world' }),
);

const PREVIOUS: Record<FeedFormat, RegExp> = {
  rss: /<atom:link rel="prev-archive" href="([^"]*)"/,
  atom: /<link rel="prev-archive" href="([^"]*)"/,
  json: /"next_url":"([^"]*)"/,
};
const GUIDS = /urn:uuid:[0-9a-f-]{36}/g;

/** Every id that a reader meets from a feed back, and the addresses on the way. */
async function walk(store: SmallStore, format: FeedFormat, topic?: string) {
  const { app } = aSite(store);
  const ids = new Set<string>();
  const paths: string[] = [];
  for (let path: string | undefined = feedPath(format, topic); path; ) {
    const answer = await app.request(path);
    expect([path, answer.status]).toEqual([path, 200]);
    const text = await answer.text();
    for (const [id] of text.slice(text.search(/<item>|<entry>|"items"/)).matchAll(GUIDS)) ids.add(id);
    paths.push(path);
    const next = PREVIOUS[format].exec(text)?.[1];
    path = next && new URL(next).pathname;
  }
  return { ids, paths };
}

describe('the feed of a topic', () => {
  it.each(FEED_FORMATS)('leads to every older article of the topic, and to no other: %s', async (format) => {
    const { ids, paths } = await walk(aStore({ entries: LONG }), format, 'world');
    expect(ids.size).toBe(LONG.filter(({ topic }) => topic === 'world').length);
    expect(paths[1]).toMatch(/^\/topics\/world\/archive\/2026-\d\d\//);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('leads past months that hold nothing of it to be seen', async () => {
    const entries = LONG.map((entry) =>
      new Date(entry.date).getUTCMonth() === 8 ? { ...entry, topic: 'business' } : entry,
    );
    const hidden = LONG.filter(({ date }) => new Date(date).getUTCMonth() === 7).map(({ id }) => id);
    const store = aStore({ entries, withdrawn: new Set(hidden) });
    const { paths } = await walk(store, 'atom', 'world');
    expect(paths.filter((path) => /2026-0[98]/.test(path))).toEqual([]);
    expect(paths.at(-1)).toContain('/2026-0');
  });

  it('leads nowhere if it holds everything', async () => {
    const entries = [...LONG.slice(0, 20), anEntry({ id: 'coming', date: NOON + 90 * DAY })];
    expect((await walk(aStore({ entries }), 'json', 'world')).paths).toHaveLength(1);
  });

  it('names its own months on both sides, and the feed that they belong to', async () => {
    const { app } = aSite(aStore({ entries: LONG }));
    const text = await (await app.request('/topics/world/archive/2026-09/atom.xml')).text();
    for (const [rel, path] of [
      ['self', '/topics/world/archive/2026-09/atom.xml'],
      ['current', '/topics/world/atom.xml'],
      ['prev-archive', '/topics/world/archive/2026-08/atom.xml'],
      ['next-archive', '/topics/world/archive/2026-10/atom.xml'],
    ])
      expect(text).toContain(`<link rel="${rel}" href="https://paper.example${path}"/>`);
    expect(text).toContain('<fh:archive/>');
    expect(text).toContain('<title>The Small Paper: World: 2026-09</title>');
  });

  it('is cached longer as an archive, and changes with an edit', async () => {
    const store = aStore({ entries: LONG });
    const { app } = aSite(store);
    const path = '/topics/world/archive/2026-09/feed.json';
    const before = await app.request(path);
    expect(before.headers.get('cache-control')).toContain('max-age=3600');
    store.now += HOUR;
    store.entries = LONG.map((entry) =>
      entry.id === 'a24' ? { ...entry, title: 'New', hash: 'new' } : entry,
    );
    const after = await app.request(path);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect(after.headers.get('last-modified')).toBe(new Date(NOON + HOUR).toUTCString());
  });

  it.each([
    '/topics/none/archive/2026-09/feed.xml',
    '/topics/world/archive/1999-01/feed.xml',
    '/topics/world/archive/x/atom.xml',
  ])('is 404 where there is nothing: %s', async (path) => {
    expect((await aSite(aStore({ entries: LONG })).app.request(path)).status).toBe(404);
  });
});

describe('the feed of the site', () => {
  it.each(FEED_FORMATS)('leads to every older article: %s', async (format) => {
    expect((await walk(aStore({ entries: LONG }), format)).ids.size).toBe(LONG.length);
  });
});
