import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { anEntry, aPublication, NOON } from '../support/small-publication.ts';
import { aSite, aStore } from '../support/small-view.ts';

const LONG = '<p>Ferries are back, and with them the gulls.</p>'.repeat(60);
const aFullStore = () =>
  aStore({
    entries: [
      anEntry({ id: 'one', title: 'One', date: NOON - 3_600_000 }),
      anEntry({ id: 'two', title: 'Two', date: NOON - 7_200_000, topic: 'business' }),
      anEntry({ id: 'old', title: 'Old', date: Date.parse('2026-10-05T09:00:00Z') }),
    ],
    fragments: { one: { html: LONG, text: '', pictures: [], folded: false } },
    files: {
      'media/harbour-0a1b-640.webp': new Uint8Array([1, 2, 3]),
      'assets/style.3f2a.css': new TextEncoder().encode('p{color:red}'.repeat(200)),
    },
  });

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

  it('is for ever for media and assets, and never for errors', async () => {
    expect(await keeping('/assets/style.3f2a.css')).toBe('public, max-age=31536000, immutable');
    expect(await keeping('/articles/nothing')).toBe('no-store');
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
    const validators = async () => {
      const { headers } = await aSite(store).app.request('/feed.xml');
      return [headers.get('etag'), headers.get('last-modified')];
    };
    const before = await validators();
    store.now += 86_400_000;
    expect(await validators()).toEqual(before);
  });
});

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

describe('editions', () => {
  const anEdition = {
    id: '2026-11-24-brief',
    aliases: ['brief-1'],
    newsletter: 'brief',
    subject: 'Ferries',
    preheader: 'And gulls',
    sendAt: NOON + 60_000,
    items: [{ kind: 'article' as const, article: 'one', as: 'headline' as const, label: undefined }],
    intro: undefined,
    signoff: undefined,
    hash: 'x',
  };

  it('are shown from their instant on, and their newsletter lists them then', async () => {
    const store = { ...aFullStore(), editions: [anEdition] };
    const { app } = aSite(store);
    const list = await app.request('/newsletters/brief');
    expect((await app.request('/editions/2026-11-24-brief')).status).toBe(404);
    expect(list.headers.get('cache-control')).toContain('s-maxage=60');
    store.now = NOON + 60_000;
    expect(await (await app.request('/editions/2026-11-24-brief')).text()).toContain('One');
    expect(await (await app.request('/newsletters/brief')).text()).toContain('/editions/2026-11-24-brief');
  });

  it('are shown before it when somebody sent them, and in preview', async () => {
    const store = { ...aFullStore(), editions: [anEdition] };
    expect((await aSite(store, { preview: true }).app.request('/editions/2026-11-24-brief')).status).toBe(
      200,
    );
    store.runs = { 'e_2026-11-24-brief': { state: 'sending', createdAt: NOON - 5000 } };
    const response = await aSite(store).app.request('/editions/2026-11-24-brief');
    expect(response.status).toBe(200);
    expect((await aSite(store).app.request('/editions/brief-1')).headers.get('location')).toBe(
      '/editions/2026-11-24-brief',
    );
  });

  it('made by rule are shown by their run, less what was withdrawn since', async () => {
    const store = aFullStore();
    store.runs = {
      d_daily_20261123T0700: {
        id: 'd_daily_20261123T0700',
        kind: 'digest',
        newsletter: 'daily',
        subject: 'Monday',
        letter: 'x',
        articles: ['one', 'two'],
        cutoff: NOON,
        createdAt: NOON,
      },
    };
    store.withdrawn.add('two');
    const text = await (await aSite(store).app.request('/editions/d_daily_20261123T0700')).text();
    expect(text).toContain('/articles/one');
    expect(text).not.toContain('/articles/two');
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

describe('errors', () => {
  const broken = { views: { current: () => Promise.reject(new Error('secret: /data/store')) } };

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
    expect(await answer('/nothing', '*/*')).toBe('text/plain');
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
