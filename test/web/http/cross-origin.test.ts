import { describe, expect, it } from 'vitest';
import { aPublication } from '../../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../../support/builders/small-site.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';

const store = aFullStore();
store.publication = aPublication({
  hub: 'https://hub.example/',
  redirects: { '/rss': '/feed.xml', '/old': '/feeds' },
});
const { app } = aSite(store);

const OPEN = [
  ...['/feed.xml', '/atom.xml', '/feed.json', '/topics/world/feed.xml', '/topics/world/feed.json'],
  ...['/archive/2026-10/atom.xml', '/archive/2026-11/feed.json', '/feeds.opml', '/sitemap.xml'],
  // Moved.
  ...['/feed.xml/', '/rss'],
];
const CLOSED = [
  ...[
    '/',
    '/archive',
    '/feeds',
    '/articles/one',
    '/topics/world',
    '/archive/2026-11',
    '/healthz',
    '/robots.txt',
  ],
  ...['/nothing', '/media/harbour-0a1b-640.webp', '/assets/style.3f2a.css', '/old'],
];
const crossOrigin = { origin: 'https://reader.example' };
const shared = (response: Response) =>
  [...response.headers]
    .filter(([name]) => name.startsWith('access-control-'))
    .map((field) => field.join(': '));
const EVERYBODY = [
  'access-control-allow-origin: *',
  'access-control-expose-headers: ETag, Link, Last-Modified',
];

describe('a program of another origin', () => {
  it.each(OPEN)('may read %s, with GET and HEAD, and that it has not changed', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await app.request(path, { method, headers: crossOrigin });
      expect(shared(answer)).toEqual(EVERYBODY);
      expect(answer.headers.get('vary') ?? '').not.toMatch(/origin/i);
      const tag = answer.headers.get('etag') ?? '"none"';
      const again = await app.request(path, { method, headers: { ...crossOrigin, 'if-none-match': tag } });
      expect(shared(again)).toEqual(EVERYBODY);
    }
  });

  it.each(OPEN.slice(0, -2))('is told beforehand that it may send its validators to %s', async (path) => {
    const asked = {
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'if-none-match',
    };
    const answer = await app.request(path, { method: 'OPTIONS', headers: { ...crossOrigin, ...asked } });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(shared(answer)).toEqual([
      'access-control-allow-headers: If-None-Match, If-Modified-Since',
      'access-control-allow-methods: GET, HEAD',
      'access-control-allow-origin: *',
      'access-control-max-age: 86400',
    ]);
  });

  it('gets the same whatever its origin is', async () => {
    const fieldsFor = async (headers: Record<string, string>) =>
      Object.fromEntries((await app.request('/feed.json', { headers })).headers);
    expect(await fieldsFor({})).toEqual(await fieldsFor({ origin: 'null' }));
  });

  it.each(CLOSED)('may read nothing at %s, by any method', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(shared(await app.request(path, { method, headers: crossOrigin }))).toEqual([]);
  });

  it('may read nothing where a feed is none', async () => {
    expect(shared(await app.request('/topics/none/feed.json', { headers: crossOrigin }))).toEqual([]);
  });

  it('may not write to a feed, nor touch what is one reader’s', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect(shared(await app.request('/feed.xml', { method, headers: crossOrigin }))).toEqual([]);
    const site = aSubscriberSite();
    for (const path of ['/subscribe', '/confirm/x', '/unsubscribe/x', '/preferences/x', '/manage/x'])
      for (const method of ['GET', 'POST', 'OPTIONS'])
        expect(shared(await site.app.request(path, { method, headers: crossOrigin }))).toEqual([]);
  });
});
