import { describe, expect, it } from 'vitest';
import { publishedViews } from '../../support/builders/published.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../../support/builders/small-site.ts';

describe('how long an answer may be kept', () => {
  const keeping = async (path: string, store = aFullStore(), changes = {}) =>
    (await aSite(store, changes).app.request(path)).headers.get('cache-control');

  it('is minutes for pages and feeds, never stale-while-revalidate', async () => {
    expect(await keeping('/')).toBe('public, max-age=300, s-maxage=300');
    expect(await keeping('/feed.xml')).toBe('public, max-age=900, s-maxage=300');
    expect(await keeping('/archive/2026-10/feed.xml')).toBe('public, max-age=3600, s-maxage=300');
    expect(await keeping('/archive/2026-11/feed.xml')).toBe('public, max-age=900, s-maxage=300');
  });

  it('ends for shared caches at the next publication', async () => {
    const store = aFullStore();
    store.entries.push(anEntry({ id: 'soon', date: NOON + 42_500 }));
    expect(await keeping('/feed.xml', store)).toBe('public, max-age=900, s-maxage=42');
    const { app } = aSite(store);
    const tag = (await app.request('/feed.xml')).headers.get('etag')!;
    store.now = NOON + 40_000;
    const unchanged = await app.request('/feed.xml', { headers: { 'If-None-Match': tag } });
    expect(unchanged.headers.get('cache-control')).toBe('public, max-age=900, s-maxage=2');
  });

  it('is no time at all for pages in preview, but feeds stay as they are', async () => {
    expect(await keeping('/', aFullStore(), { preview: true })).toBe('no-cache');
    expect(await keeping('/feed.xml', aFullStore(), { preview: true })).toContain('max-age=900');
  });

  it('is for ever for media and assets, and a minute for what is not there', async () => {
    expect(await keeping('/assets/style.3f2a.css')).toBe('public, max-age=31536000, immutable');
    expect(await keeping('/articles/nothing')).toBe('public, max-age=0, s-maxage=60');
  });
});

describe('time', () => {
  it('makes an article visible at its instant, with new validators, and nothing is built', async () => {
    const store = aFullStore();
    store.entries.push(anEntry({ id: 'soon', title: 'Soon', date: NOON + 60_000 }));
    const { app } = aSite(store);
    const before = await app.request('/feed.xml');
    expect((await app.request('/articles/soon')).status).toBe(404);
    store.now = NOON + 59_999;
    expect(await (await app.request('/feed.xml')).text()).toBe(await before.text());
    store.now = NOON + 60_000;
    const after = await app.request('/feed.xml');
    expect(await after.text()).toContain('Soon');
    expect((await app.request('/articles/soon')).status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect(Date.parse(after.headers.get('last-modified')!)).toBe(NOON + 60_000);
  });

  it('alone changes nothing else: the same content has the same bytes and validators', async () => {
    const store = aFullStore();
    const views = publishedViews(store);
    // Each time a site that has made nothing yet: another machine, or this one after a restart.
    const validators = async () => {
      const { headers } = await aSite(store, { views }).app.request('/feed.xml');
      return [headers.get('etag'), headers.get('last-modified')];
    };
    const before = await validators();
    store.now += 86_400_000;
    expect(await validators()).toEqual(before);
  });
});
