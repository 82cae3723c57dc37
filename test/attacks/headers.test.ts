import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../functions/domain/time/instant.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';
import { aSubscriber } from '../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../support/hosts/subscriber-site.ts';

const ADA = 'ada@example.com';
const html = { accept: 'text/html' };
const PUBLIC = [
  ...[
    '/',
    '/archive',
    '/archive/2026-11',
    '/articles/one',
    '/topics/world',
    '/feeds',
    '/healthz',
    '/robots.txt',
  ],
  ...['/feed.xml', '/atom.xml', '/feed.json', '/topics/world/feed.xml', '/archive/2026-10/atom.xml'],
  ...['/feeds.opml', '/sitemap.xml', '/media/harbour-0a1b-640.webp', '/assets/style.3f2a.css'],
  // Moved, missing, refused.
  ...['/archive/', '/nothing', '/articles/none', '/media/none.png', '/feed.xml/', '/topics/none/feed.json'],
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];

/** Nothing but itself may draw, run, be sent to or frame it; nothing is guessed, nothing is remembered. */
function expectStrict(response: Response): void {
  const policy = response.headers.get('content-security-policy') ?? '';
  const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0]!, rule.split(' ').slice(1)]));
  expect(rules.get('default-src')).toEqual(["'none'"]);
  expect(rules.get('frame-ancestors')).toEqual(["'none'"]);
  expect(rules.get('base-uri')).toEqual(["'none'"]);
  expect(new Set([...rules.values()].flat())).toEqual(new Set(["'none'", "'self'"]));
  expect(rules.has('script-src')).toBe(false);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(response.headers.get('referrer-policy')).toMatch(/^(no-referrer|strict-origin-when-cross-origin)$/);
  for (const name of ['set-cookie', 'server', 'x-powered-by', 'access-control-allow-credentials'])
    expect(response.headers.get(name)).toBeNull();
}

describe('every answer', () => {
  const { app } = aSite(aFullStore());

  it.each(PUBLIC)('of %s is strict, whatever the method', async (path) => {
    for (const method of METHODS) expectStrict(await app.request(path, { method, headers: html }));
  });

  it('that something has not changed is as strict as what it was', async () => {
    const etag = (await app.request('/')).headers.get('etag')!;
    const unchanged = await app.request('/', { headers: { 'if-none-match': etag } });
    expect(unchanged.status).toBe(304);
    expectStrict(unchanged);
  });

  it('about one person is strict, kept by nobody and found by no search', async () => {
    const site = aSubscriberSite();
    await site.ports.subscribers.put(aSubscriber(ADA));
    for (const purpose of ['confirm', 'preferences', 'unsubscribe', 'manage'] as const) {
      for (const token of [site.token(purpose, ADA, '', site.now + HOUR), 'forged']) {
        const response = await site.get(`/${purpose}/${token}`);
        expectStrict(response);
        expect(response.headers.get('cache-control')).toBe('no-store');
        expect(response.headers.get('x-robots-tag')).toBe('noindex');
        expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      }
    }
  });

  it('by https alone asks browsers to stay there', async () => {
    const over = async (base: string) =>
      (await aSite(aFullStore(), { base }).app.request('/')).headers.get('strict-transport-security');
    expect(await over('https://paper.example')).toMatch(/^max-age=\d{8}/);
    expect(await over('http://localhost:3000')).toBeNull();
  });
});

describe('looking', () => {
  let site: ReturnType<typeof aSubscriberSite>;
  beforeAll(async () => {
    site = aSubscriberSite();
    await site.ports.subscribers.put(aSubscriber(ADA, { newsletters: ['daily', 'brief'] }));
  });

  it.each([
    ['GET', {}],
    ['HEAD', {}],
    ['OPTIONS', {}],
    ['GET', { 'x-http-method-override': 'POST', 'x-http-method': 'POST', 'x-method-override': 'POST' }],
    [
      'GET',
      { 'content-type': 'application/x-www-form-urlencoded', cookie: 'a=b', origin: 'https://evil.example' },
    ],
  ])('by %s %j changes nothing, whatever the address says', async (method, headers) => {
    const before = await site.find(ADA);
    for (const purpose of ['confirm', 'preferences', 'unsubscribe', 'manage'] as const) {
      const token = site.token(purpose, ADA, '', site.now + HOUR);
      for (const intent of ['', 'leave', 'save', 'erase&sure=yes', 'link', 'List-Unsubscribe=One-Click'])
        await site.app.request(`/${purpose}/${token}?_method=POST&intent=${intent}`, { method, headers });
    }
    expect(await site.find(ADA)).toEqual(before);
    expect(site.notices).toEqual([]);
  });
});

describe('a form on another site', () => {
  it('acts for nobody: there is no cookie and no session to ride on', async () => {
    const site = aSubscriberSite();
    await site.ports.subscribers.put(aSubscriber(ADA));
    const before = await site.find(ADA);
    const evil = { origin: 'https://evil.example', cookie: 'session=1', ...html };
    for (const path of ['/preferences/', '/unsubscribe/', '/manage/', '/confirm/'])
      for (const token of ['x', encodeURIComponent(ADA), before!.id])
        for (const intent of ['leave', 'save', 'erase', 'export', '']) {
          const body = new URLSearchParams({ intent, email: ADA, sure: 'yes' });
          const response = await site.app.request(path + token, { method: 'POST', headers: evil, body });
          expect([400, 403]).toContain(response.status);
        }
    expect(await site.find(ADA)).toEqual(before);
    expect(site.notices).toEqual([]);
  });
});
