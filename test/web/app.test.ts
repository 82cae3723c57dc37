import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { errorTextWithStack } from '../../functions/flows/log-text.ts';
import { anEntry, aPublication } from '../support/builders/small-publication.ts';
import { aFullStore, aSite, aStore } from '../support/builders/small-site.ts';

describe('articles', () => {
  it('move for good: an old slug and an old path lead to the new address', async () => {
    const store = aFullStore();
    store.entries.push(anEntry({ id: 'moved', slug: 'new', aliases: ['was', '/2019/was.html'] }));
    const { app } = aSite(store);
    for (const path of ['/articles/was', '/2019/was.html', '/2019/was.html/']) {
      const response = await app.request(path);
      expect([response.status, response.headers.get('location')]).toEqual([301, '/articles/new']);
    }
  });

  it('are gone from page, lists and feeds within a second of being withdrawn', async () => {
    const store = aFullStore();
    const { app } = aSite(store);
    expect((await app.request('/articles/one')).status).toBe(200);
    store.withdrawn.add('one');
    store.now += 1000;
    const gone = await app.request('/articles/one');
    expect(gone.status).toBe(410);
    const held = await app.request('/articles/one', { headers: { 'If-None-Match': '*' } });
    expect(held.status).toBe(410);
    for (const path of ['/', '/feed.xml', '/topics/world', '/archive/2026-11', '/sitemap.xml'])
      expect(await (await app.request(path)).text()).not.toContain('/articles/one');
  });

  it('that are drafts or to come are seen in preview only, and never stored', async () => {
    const store = aFullStore();
    store.entries.push(anEntry({ id: 'draft', draft: true }));
    expect((await aSite(store).app.request('/articles/draft')).status).toBe(404);
    const shown = await aSite(store, { preview: true }).app.request('/articles/draft');
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await shown.text()).toContain('class="banner"');
  });
});

describe('addresses', () => {
  it('with a slash too many lead to the page, query and all, and never to another host', async () => {
    const { app } = aSite(aFullStore());
    const location = async (path: string) =>
      (await app.request(`https://paper.example${path}`)).headers.get('location');
    expect(await location('/articles/one/?a=1')).toBe('/articles/one?a=1');
    expect(await location('/archive/')).toBe('/archive');
    expect(await location('//evil.example/')).toBeNull();
    expect(await location('/articles//evil.example/')).toBeNull();
  });

  it('of the publication that moved lead on, here or elsewhere', async () => {
    const redirects = { '/about': '/articles/one', '/shop': 'https://shop.example/ä' };
    const { app } = aSite(aStore({ publication: aPublication({ redirects }) }));
    expect((await app.request('/about')).headers.get('location')).toBe('/articles/one');
    expect((await app.request('/shop')).headers.get('location')).toBe('https://shop.example/%C3%A4');
  });

  it.each([
    '/media/../state/current.json',
    '/media/%2e%2e%2fstate%2fcurrent.json',
    '/media/..%5csecret.png',
    '/media/.hidden.png',
    '/media/x.png%00.txt',
    '/media/none.png',
    '/assets/index.json',
    '/articles/%E0%A4%A',
    '/sitemaps/1999-01.xml',
    '/archive/1999-01',
    '/archive/1999-01/feed.xml',
    '/topics/nothing',
    '/topics/nothing/feed.xml',
    '/newsletters/nothing',
    '/editions/nothing',
    '/editions/__proto__',
    '/nothing/at/all',
  ])('%s is nothing', async (path) => {
    const { app, reported } = aSite(aFullStore());
    expect((await app.request(path)).status).toBe(404);
    expect(reported).toEqual([]);
  });
});

describe('files', () => {
  it('outside their folders are never read, whatever the store would make of the name', async () => {
    const secret = new TextEncoder().encode('secret');
    const files = { 'media/../secret.png': secret, 'media/a/b.png': secret, 'media/.env.png': secret };
    const { app } = aSite(aStore({ files }));
    for (const path of ['/media/..%2fsecret.png', '/media/a%2fb.png', '/media/.env.png'])
      expect((await app.request(path)).status).toBe(404);
  });

  it('are given with their type, for ever', async () => {
    const { headers } = await aSite(aFullStore()).app.request('/media/harbour-0a1b-640.webp');
    expect(headers.get('content-type')).toBe('image/webp');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });
});

describe('errors', () => {
  const broken = {
    views: { current: () => Promise.reject(new Error('secret: /data/store')), key: () => undefined },
  };

  it('are a page for people, JSON for programs, a line for feed readers', async () => {
    const { app } = aSite(aFullStore());
    const answer = async (path: string, accept: string) => {
      const response = await app.request(path, { headers: { Accept: accept } });
      return response.headers.get('content-type')?.split(';')[0];
    };
    expect(await answer('/nothing', 'text/html,*/*')).toBe('text/html');
    expect(await answer('/nothing', 'application/json')).toBe('application/json');
    expect(await answer('/topics/x/feed.xml', 'text/html')).toBe('text/plain');
    expect(await answer('/topics/x/feed.json', '*/*')).toBe('application/json');
    // CloudFront keeps one answer for all who ask.
    expect(await answer('/nothing', '*/*')).toBe('text/html');
  });

  it('of our own making are reported, and nothing of them is told', async () => {
    const { app, reported } = aSite(aFullStore(), broken);
    for (const accept of ['text/html', 'application/json', '*/*']) {
      const response = await app.request('/', { headers: { Accept: accept } });
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain('secret');
    }
    expect(reported).toHaveLength(3);
    expect((await app.request('/healthz')).status).toBe(500);
  });
});

it('trouble with the disk is a 503 that says when to come again, told in words to the operator alone', async () => {
  const full = Object.assign(new Error('database or disk is full'), {
    code: 'ERR_SQLITE_ERROR',
    errcode: 13,
  });
  const routes = [(app: Hono) => app.post('/subscribe', () => Promise.reject(full))];
  const { app, reported } = aSite(aFullStore(), { routes });
  const answer = await app.request('/subscribe', { method: 'POST', headers: { Accept: 'text/html' } });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
  expect(await answer.text()).not.toContain('disk');
  expect(reported.map(errorTextWithStack)).toEqual([
    'The disk is full. (database or disk is full) Make room; what was there is still there.',
  ]);
});

describe("others' routes", () => {
  const withRoutes = () =>
    aSite(aFullStore(), {
      routes: [
        (app) => app.get('/subscribe', (c) => c.html('<p>Join</p>')),
        (app) => app.post('/subscribe', async (c) => c.text(`got ${(await c.req.text()).length}`)),
        (app) => app.post('/unsubscribe/:token', (c) => c.text('ok')),
      ],
    }).app;

  it('carry our headers and are never stored', async () => {
    const { headers } = await withRoutes().request('/subscribe');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('take bodies up to the limit and answer 413 beyond it, said in front or not', async () => {
    const post = (body: string, headers = {}) =>
      withRoutes().request('/subscribe', { method: 'POST', body, headers });
    expect(await (await post('x'.repeat(60_000))).text()).toBe('got 60000');
    expect((await post('x'.repeat(70_000))).status).toBe(413);
    expect((await post('x'.repeat(70_000), { 'Content-Length': '70000' })).status).toBe(413);
  });

  it('say 405 for what they do not take, and a slash too many is not forgiven there', async () => {
    const app = withRoutes();
    const put = await app.request('/subscribe', { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    const get = await app.request('/unsubscribe/abc');
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await app.request('/unsubscribe/abc/', { method: 'POST' })).status).toBe(404);
  });
});

describe('WebSub', () => {
  it('is offered in the headers, the feed as its own topic', async () => {
    const publication = aPublication({ hub: 'https://hub.example' });
    const { headers } = await aSite({ ...aFullStore(), publication }).app.request('/topics/world/feed.xml');
    expect(headers.get('link')).toBe(
      '<https://hub.example/>; rel="hub", <https://paper.example/topics/world/feed.xml>; rel="self"',
    );
  });
});
