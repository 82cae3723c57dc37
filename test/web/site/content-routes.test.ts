import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aFullStore, aSite } from '../../support/builders/small-site.ts';

const PAGES = [
  '/',
  '/archive',
  '/archive/2026-11',
  '/feeds',
  '/topics/world',
  '/articles/one',
  '/newsletters/daily',
];
const FEEDS = [
  ['/feed.xml', 'application/rss+xml'],
  ['/atom.xml', 'application/atom+xml'],
  ['/feed.json', 'application/feed+json'],
  ['/topics/business/feed.xml', 'application/rss+xml'],
  ['/topics/business/atom.xml', 'application/atom+xml'],
  ['/topics/business/feed.json', 'application/feed+json'],
  ['/archive/2026-10/feed.xml', 'application/rss+xml'],
  ['/archive/2026-10/atom.xml', 'application/atom+xml'],
  ['/archive/2026-10/feed.json', 'application/feed+json'],
  ['/feeds.opml', 'text/x-opml'],
  ['/sitemap.xml', 'application/xml'],
  ['/sitemaps/pages.xml', 'application/xml'],
  ['/sitemaps/2026-10.xml', 'application/xml'],
  ['/robots.txt', 'text/plain'],
] as const;
const CONTENT = [...PAGES, ...FEEDS.map(([path]) => path)];

describe('every content route', () => {
  it.each(PAGES)('%s answers with a page under a strict policy', async (path) => {
    const response = await aSite(aFullStore()).app.request(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toMatch(/^<!doctype html>/i);
  });

  it.each(FEEDS)('%s answers as %s', async (path, type) => {
    const response = await aSite(aFullStore()).app.request(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  });

  it.each(CONTENT)('%s answers HEAD with the headers of GET and no body', async (path) => {
    const { app } = aSite(aFullStore());
    const got = await app.request(path);
    const headed = await app.request(path, { method: 'HEAD' });
    expect([...headed.headers]).toEqual([...got.headers]);
    expect(await headed.text()).toBe('');
    expect(headed.headers.get('content-length')).toBe(String((await got.arrayBuffer()).byteLength));
  });

  it.each(CONTENT)('%s gives 304 for its tag alone and for its date alone', async (path) => {
    const { app } = aSite(aFullStore());
    const first = await app.request(path);
    const tag = first.headers.get('etag')!;
    const byTag = await app.request(path, { headers: { 'If-None-Match': tag } });
    const since = { 'If-Modified-Since': first.headers.get('last-modified')! };
    const byDate = await app.request(path, { headers: since });
    expect([byTag.status, byDate.status]).toEqual([304, 304]);
    expect(byTag.headers.get('etag')).toBe(tag);
    expect(byTag.headers.get('cache-control')).toBe(first.headers.get('cache-control'));
    expect(await byTag.text()).toBe('');
  });

  it.each(CONTENT)('%s refuses other methods with 405 and says which it takes', async (path) => {
    const { app } = aSite(aFullStore());
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await app.request(path, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });
});

describe('encodings', () => {
  const plain = async (path: string) => (await aSite(aFullStore()).app.request(path)).text();

  it('sends brotli, gzip or plain bytes as asked, each with a tag of its own', async () => {
    const { app } = aSite(aFullStore());
    const get = (encoding: string) => app.request('/feed.xml', { headers: { 'Accept-Encoding': encoding } });
    const [br, gz, none] = await Promise.all([get('br'), get('gzip'), get('identity')]);
    const text = await plain('/feed.xml');
    expect(brotliDecompressSync(await br.arrayBuffer()).toString()).toBe(text);
    expect(gunzipSync(await gz.arrayBuffer()).toString()).toBe(text);
    expect(await none.text()).toBe(text);
    const tags = [br, gz, none].map((r) => r.headers.get('etag'));
    expect(new Set(tags).size).toBe(3);
    expect([br, gz, none].map((r) => r.headers.get('vary'))).toEqual(Array(3).fill('Accept-Encoding'));
  });

  it('knows its tag again when a cache weakened it, and in another encoding', async () => {
    const { app } = aSite(aFullStore());
    const tag = (await app.request('/feed.xml')).headers.get('etag')!;
    const headers = { 'If-None-Match': `"other", W/${tag}`, 'Accept-Encoding': 'gzip' };
    const response = await app.request('/feed.xml', { headers });
    expect([response.status, response.headers.get('etag')]).toEqual([304, tag]);
  });

  it('leaves what is tiny and what is compressed already as it is', async () => {
    const { app } = aSite(aFullStore());
    const headers = { 'Accept-Encoding': 'gzip, br' };
    for (const path of ['/robots.txt', '/media/harbour-0a1b-640.webp']) {
      const response = await app.request(path, { headers });
      expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual([null, null]);
    }
  });
});
