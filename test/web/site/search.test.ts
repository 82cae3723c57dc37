import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { createAnswerContent } from '../../../functions/web/site/answer-content.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore } from '../../support/builders/small-site.ts';

const store = () =>
  aStore({
    entries: [
      anEntry({ id: 'one', title: 'The harbour <b>opens</b>', date: NOON - HOUR }),
      anEntry({ id: 'later', title: 'The harbour closes', date: NOON + HOUR / 60 }),
    ],
  });

const HOSTILE = [
  'x'.repeat(10_000),
  '...!!!???',
  '*',
  '.*+?^$()|[]{}\\',
  '\0',
  '\ud800',
  '\u202eabc\u202c',
  '__proto__',
  'constructor',
  Array.from({ length: 1000 }, (_, i) => `word${i}`).join(' '),
  '"""""" - -- topic: topic:"',
  '<script>alert(1)</script>',
  '%',
  '',
];

describe('the page of a search', () => {
  it('answers with what is visible now, escaped and marked', async () => {
    const page = await (await aSite(store()).app.request('/search?q=harbour')).text();
    expect(page).toContain('The <mark>harbour</mark> &lt;b&gt;opens&lt;/b&gt;');
    expect(page).not.toContain('closes');
    expect(page).toContain('<meta name="robots" content="noindex">');
  });

  it.each(HOSTILE.map((query) => [query.slice(0, 40), query]))('answers 200 to %j', async (_, query) => {
    const { app, reported } = aSite(store());
    const answer = await app.request(`/search?q=${encodeURIComponent(query.toWellFormed())}`);
    expect([answer.status, reported]).toEqual([200, []]);
    expect(await answer.text()).not.toContain('<script>alert');
  });

  it('answers 200 to a query that is no valid encoding', async () => {
    const { app } = aSite(store());
    for (const query of [
      '?q=%E0%A4%A',
      '?q=%',
      '?',
      '?q',
      '?q=a&q=b',
      '?page=-1',
      '?q=harbour&page=1e9',
      '?__proto__=1',
    ])
      expect((await app.request(`/search${query}`)).status).toBe(200);
  });

  it('is cached for a minute, or until the next article comes', async () => {
    const shop = store();
    const { app } = aSite(shop);
    const field = async () => (await app.request('/search?q=harbour')).headers.get('cache-control');
    expect(await field()).toBe('public, max-age=60, s-maxage=60');
    shop.now += 40_000;
    expect(await field()).toBe('public, max-age=60, s-maxage=20');
  });

  it('is the same for queries that mean the same, and 304 for who has it', async () => {
    const { app } = aSite(store());
    const tagOf = async (path: string, headers = {}) => app.request(path, { headers });
    const first = await tagOf('/search?q=harbour');
    const tag = first.headers.get('etag')!;
    expect((await tagOf('/search?utm_source=x&q=++harbour+')).headers.get('etag')).toBe(tag);
    expect((await tagOf('/search?q=harbour', { 'if-none-match': tag })).status).toBe(304);
  });

  it('tells by no ETag that something is to come', async () => {
    const without = store();
    without.entries.pop();
    const tagOf = async (shop: ReturnType<typeof store>, query: string) =>
      (await aSite(shop).app.request(`/search?q=${query}`)).headers.get('etag');
    for (const query of ['harbour', 'closes', 'closse'])
      expect(await tagOf(store(), query)).toBe(await tagOf(without, query));
  });

  it('may run its script, which may ask the site alone', async () => {
    const policy = (await aSite(store()).app.request('/search')).headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'; connect-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('changes nothing: only GET and HEAD are answered', async () => {
    const { app } = aSite(store());
    expect((await app.request('/search?q=harbour', { method: 'POST' })).status).toBe(405);
    expect((await app.request('/search?q=harbour', { method: 'HEAD' })).status).toBe(200);
  });

  it('needs no router on a stage', async () => {
    const { site } = aSite(store());
    const answer = await createAnswerContent(site, { absent: true })('/search?q=harbour', () => null);
    expect(answer!.status).toBe(200);
    expect(new TextDecoder().decode(answer!.body!)).toContain('<mark>harbour</mark>');
    expect(await createAnswerContent(site, { absent: true })('/?q=harbour', () => null)).toBeUndefined();
  });
});

it('browsers find the search by its description', async () => {
  const { app } = aSite(store());
  const answer = await app.request('/opensearch.xml');
  expect(answer.headers.get('content-type')).toBe('application/opensearchdescription+xml; charset=utf-8');
  expect(await answer.text()).toContain('template="https://paper.example/search?q={searchTerms}"');
});
