import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore } from '../../support/builders/small-site.ts';

const story = (id: string, hours: number, more: object = {}) =>
  anEntry({ id, slug: id, title: `About ${id}`, date: NOON + hours * HOUR, ...more });

function open(entries: ReturnType<typeof story>[]) {
  const store = aStore({ entries });
  const { app } = aSite(store);
  const get = async (path: string) => {
    const response = await app.request(path);
    return { status: response.status, to: response.headers.get('location'), text: await response.text() };
  };
  return { store, app, get };
}

describe('the page of a term', () => {
  it.each([
    ['/authors/ada-marsh', { authors: ['Ada Marsh'] }],
    ['/tags/sea-ice', { tags: ['Sea  ice'] }],
    ['/series/the-harbour', { series: 'The Harbour' }],
    ['/tags/%E6%B0%B7', { tags: ['氷'] }],
    ['/tags/c%2B%2B', { tags: ['C++'] }],
    ['/tags/__proto__', { tags: ['__proto__'] }],
  ])('%s lists its articles, and so do its feeds', async (path, terms) => {
    const { get } = open([story('one', -1, terms), story('two', -2)]);
    const page = await get(path);
    expect([page.status, page.text.includes('About one'), page.text.includes('About two')]).toEqual([
      200,
      true,
      false,
    ]);
    for (const file of ['feed.xml', 'atom.xml', 'feed.json']) {
      const feed = await get(`${path}/${file}`);
      expect([feed.status, feed.text.includes('About one'), feed.text.includes('About two')]).toEqual([
        200,
        true,
        false,
      ]);
    }
  });

  it('tells nothing of a name before its first article appears', async () => {
    const { store, get } = open([
      story('one', -1),
      story('later', 1, { tags: ['Secret'], authors: ['Sid'] }),
    ]);
    for (const path of ['/tags/secret', '/authors/sid', '/tags/secret/feed.xml'])
      expect((await get(path)).status).toBe(404);
    expect((await get('/sitemap.xml')).text).not.toContain('secret');
    store.now = NOON + 2 * HOUR;
    expect((await get('/tags/secret')).text).toContain('About later');
    expect((await get('/sitemap.xml')).text).toContain('https://paper.example/tags/secret');
  });

  it('is gone once its only article is withdrawn', async () => {
    const { store, get } = open([story('one', -1, { tags: ['ice'] }), story('two', -2)]);
    expect((await get('/tags/ice')).status).toBe(200);
    store.withdrawn.add('one');
    expect((await get('/sitemap.xml')).text).not.toContain('/tags/ice');
    expect((await get('/tags/ice')).status).toBe(404);
  });

  it('is found by another spelling of its name', async () => {
    const { get } = open([story('one', -1, { tags: ['Sea ice'] })]);
    expect(await get('/tags/Sea%20Ice')).toMatchObject({
      status: 301,
      to: '/tags/sea-ice',
    });
    for (const path of ['/tags/%2F', '/tags/constructor', '/authors/sea-ice'])
      expect((await get(path)).status).toBe(404);
  });
});

describe('the page of an article', () => {
  it('leads to its author, its tags, and related stories', async () => {
    const { get } = open([
      story('one', -1, { authors: ['Ada Marsh', '???'], tags: ['Sea ice'] }),
      ...[2, 3, 4, 5, 6].map((n) => story(`other-${n}`, -n, { topic: 'business' })),
      story('akin', -9, { tags: ['sea ice'], topic: 'business' }),
    ]);
    const { text } = await get('/articles/one');
    expect(text).toContain('<a href="/authors/ada-marsh" rel="author">Ada Marsh</a>');
    expect(text).toContain('<a href="/tags/sea-ice" rel="tag">Sea ice</a>');
    expect(text.split('id="related-title"')[1]).toContain('/articles/akin');
  });

  it('is numbered in its series by what is visible', async () => {
    const { store, get } = open(
      [-3, -2, -1, 1].map((hours, i) => story(`part-${i + 1}`, hours, { series: 'The Harbour' })),
    );
    const boxOf = async (id: string) =>
      /<aside class="series".*?<\/aside>/s.exec((await get(`/articles/${id}`)).text)?.[0];
    expect(await boxOf('part-3')).not.toContain('part-4');
    store.now = NOON + 2 * HOUR;
    expect(await boxOf('part-3')).toContain('/articles/part-4');
    store.withdrawn.add('part-1');
    expect(await boxOf('part-2')).not.toContain('part-1');
  });

  it('has a later Last-Modified when its series has a part more', async () => {
    const { store, app } = open(
      [-90, -80, -70, -60, 1].map((hours, i) =>
        story(`part-${i}`, hours, { series: 'The Harbour', topic: `t${i}` }),
      ),
    );
    const ask = () => app.request('/articles/part-0');
    const before = await ask();
    store.now = NOON + 2 * HOUR;
    const after = await ask();
    expect(await after.text()).toContain('page.series-part');
    expect(Date.parse(after.headers.get('last-modified')!)).toBe(NOON + HOUR);
    expect(Date.parse(before.headers.get('last-modified')!)).toBeLessThan(NOON + HOUR);
  });

  it('has a later Last-Modified when a related story goes', async () => {
    const { store, app } = open([
      story('one', -30, { tags: ['ice'] }),
      story('akin', -60, { tags: ['ice'], topic: 'business' }),
    ]);
    const ask = () => app.request('/articles/one');
    const before = await ask();
    store.now = NOON + HOUR;
    store.withdrawn.add('akin');
    const after = await ask();
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect(Date.parse(after.headers.get('last-modified')!)).toBeGreaterThan(
      Date.parse(before.headers.get('last-modified')!),
    );
  });
});
