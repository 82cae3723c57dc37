import { describe, expect, it } from 'vitest';
import { digestRun, slotKey } from '../../../functions/domain/ledger/run-key.ts';
import { isPersonalPath, LOCAL_PARTS, PERSONAL_PARTS } from '../../../functions/domain/site/public-paths.ts';
import { DAY, HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { createHttpHandler } from '../../../functions/web/lambda-http.ts';
import type { HttpEvent } from '../../../functions/web/lambda-request.ts';
import { createAnswerContent } from '../../../functions/web/site/answer-content.ts';
import { anEntry, aPublication, NOON } from '../../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../../support/builders/small-site.ts';
import { routes } from '../../support/probes/routes.ts';

const MINUTE_LONG = 'public, max-age=0, s-maxage=60';

/** One of each kind that is not there. */
const ABSENT = [
  ...['/wp-login.php', '/nothing', '/.env', '/articles/nothing', '/topics/nothing', '/archive/1999-01'],
  ...['/editions/nothing', '/newsletters/nothing', '/media/nothing.png', '/assets/nothing.css'],
  ...['/topics/retired/feed.xml', '/topics/retired/feed.json', '/archive/1999-01/atom.xml'],
  ...['/sitemaps/nothing.xml', '/favicon.ico', '/deep/er/still', '/articles/__proto__'],
];

const event = (path: string, method = 'GET', accept = '*/*'): HttpEvent => ({
  rawPath: path,
  rawQueryString: '',
  headers: { 'x-broadsheet-origin': 'secret', accept },
  requestContext: { http: { method, sourceIp: '192.0.2.1' } },
});

describe('what is not there', () => {
  const kept = async (path: string, store = aFullStore(), init: RequestInit = {}) => {
    const answer = await aSite(store).app.request(path, init);
    return [answer.status, answer.headers.get('cache-control')];
  };

  it.each(ABSENT)('is kept for a minute by CloudFront, and not by browsers: %s', async (path) => {
    expect(await kept(path)).toEqual([404, MINUTE_LONG]);
    expect(await kept(path, aFullStore(), { method: 'HEAD' })).toEqual([404, MINUTE_LONG]);
  });

  it('is kept until the next publication instant at most, its own or another’s', async () => {
    const store = aFullStore();
    store.entries.push(anEntry({ id: 'soon', date: NOON + 42_500 }));
    for (const path of ['/articles/soon', '/articles/nothing', '/nothing', '/topics/retired/feed.xml'])
      expect(await kept(path, store)).toEqual([404, 'public, max-age=0, s-maxage=42']);
    store.now = NOON + 42_400;
    expect(await kept('/articles/soon', store)).toEqual([404, 'public, max-age=0, s-maxage=0']);
    store.now = NOON + 42_500;
    expect((await kept('/articles/soon', store))[0]).toBe(200);
  });

  it('is not kept where an edition waits, whose letters lead there as soon as they go', async () => {
    const store = aFullStore();
    const edition = { ...store.editions[0]!, id: 'waits', aliases: [], sendAt: NOON + 10_000 };
    store.editions.push(edition);
    expect(await kept('/editions/waits', store)).toEqual([404, 'no-store']);
  });

  it('is not kept where a digest is about to go, however early somebody guesses its name', async () => {
    const store = aFullStore();
    const { timezone } = store.publication;
    const at = async (slot: number) => {
      const path = `/editions/${digestRun('daily', slotKey(slot, timezone))}`;
      return [...(await kept(path, store)), ...(await kept(path, store, { method: 'HEAD' }))];
    };
    for (const slot of [NOON, NOON + MINUTE, NOON + 12 * HOUR, NOON - HOUR])
      expect(await at(slot)).toEqual([404, 'no-store', 404, 'no-store']);
    // Nothing that is older goes by itself, and nothing is that early.
    for (const slot of [NOON - 2 * DAY, NOON + 2 * DAY])
      expect(await at(slot)).toEqual([404, MINUTE_LONG, 404, MINUTE_LONG]);
  });

  it('is kept for a minute where it has gone', async () => {
    const store = aFullStore();
    store.withdrawn.add('one');
    expect(await kept('/articles/one', store)).toEqual([410, 'public, max-age=60, s-maxage=60']);
    store.entries.push(anEntry({ id: 'soon', date: NOON + 7_000 }));
    expect(await kept('/articles/one', store)).toEqual([410, 'public, max-age=60, s-maxage=7']);
  });

  it('is the same for all who ask, but for programs that take JSON alone, for whom it is not kept', async () => {
    const { app } = aSite(aFullStore());
    const ask = async (accept: string) => (await app.request('/nothing', { headers: { accept } })).text();
    const all = await Promise.all(['text/html', '*/*', '', 'image/webp'].map(ask));
    expect(new Set(all).size).toBe(1);
    const json = await app.request('/nothing', { headers: { accept: 'application/json' } });
    expect([json.status, json.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });

  it('is not kept in a preview, nor for any other method', async () => {
    const { app } = aSite(aFullStore(), { preview: true });
    expect((await app.request('/nothing')).headers.get('cache-control')).toBe('no-store');
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await kept('/nothing', aFullStore(), { method })).toEqual([404, 'no-store']);
  });

  it.each(PERSONAL_PARTS)('is never kept where a reader’s own pages are: %s', async (part) => {
    const paths = [`/${part}/x`, `/${part}/x/`, `/${part}/x.css`, `/${part}/x%2ffeed.xml`, `//${part}/x`];
    const odd = [`/${part.toUpperCase()}/x`, `/%${part.charCodeAt(0).toString(16)}${part.slice(1)}/x`];
    for (const path of [...paths, ...odd, `/${part}.json`, `/x/../${part}/x`, `/${part};a=1`])
      expect([path, (await kept(path))[1]]).toEqual([path, 'no-store']);
  });

  it('is everywhere that forms and links of letters have no route', async () => {
    const all = await routes();
    const ours = all.filter(
      ({ method, path }) => method === 'POST' && !LOCAL_PARTS.includes(path.split('/')[1]!),
    );
    expect(ours.length).toBeGreaterThan(5);
    for (const { path } of ours) expect([path, isPersonalPath(path)]).toEqual([path, true]);
  });
});

describe('the function of the web', () => {
  it('answers what scanners ask for without its router, its forms or its secrets', async () => {
    const { app, site } = aSite(aFullStore());
    let asked = 0;
    const behind = { fetch: () => Response.json(asked++) };
    const handler = createHttpHandler(behind, () => 'secret', createAnswerContent(site, { absent: true }));
    const routed = createHttpHandler(app, () => 'secret');
    for (const path of ABSENT) expect(await handler(event(path))).toEqual(await routed(event(path)));
    expect(asked).toBe(0);
  });

  it('leaves old addresses, slashes too many and readers’ own pages to it', async () => {
    const publication = aPublication({ redirects: { '/old.php': '/articles/one', '/older/': '/archive' } });
    const { app, site } = aSite({ ...aFullStore(), publication });
    const handler = createHttpHandler(app, () => 'secret', createAnswerContent(site, { absent: true }));
    const routed = createHttpHandler(app, () => 'secret');
    for (const path of ['/old.php', '/older', '/older/', '/archive/', '/subscribe', '/manage/x', '/%', '//x'])
      expect(await handler(event(path))).toEqual(await routed(event(path)));
  });
});
