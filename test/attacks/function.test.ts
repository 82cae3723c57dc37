import { describe, expect, it } from 'vitest';
import { createHttpHandler } from '../../functions/web/lambda-http.ts';
import type { HttpEvent, HttpResult } from '../../functions/web/lambda-request.ts';
import { createAnswerContent } from '../../functions/web/site/answer-content.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';
import { aSubscriber } from '../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../support/hosts/subscriber-site.ts';

const ADA = 'ada@example.com';
const SECRET = 'b2xkIHNlY3JldA';
const QUERIES = [
  '',
  'utm_source=x',
  '_method=POST&intent=leave',
  '%00=%ff',
  'a=%0d%0aX-Evil:1',
  `q=${'a'.repeat(4000)}`,
];
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'PROPFIND',
  'QUERY',
  'M-SEARCH',
  'TRACE',
  'CONNECT',
  'get',
];

const content = aSite(aFullStore());
const readers = aSubscriberSite();
await readers.ports.subscribers.put(aSubscriber(ADA));
const personal = ['confirm', 'preferences', 'unsubscribe', 'manage'] as const;
const tokens = personal.map((purpose) => `/${purpose}/${readers.token(purpose, ADA, '', readers.now + 1e6)}`);

const CONTENT = [
  ...['/', '/archive', '/archive/2026-11', '/articles/one', '/topics/world', '/feeds', '/robots.txt'],
  ...['/feed.xml', '/atom.xml', '/feed.json', '/topics/world/feed.xml', '/feeds.opml', '/sitemap.xml'],
  ...['/media/harbour-0a1b-640.webp', '/assets/style.3f2a.css', '/archive/', '/topics/world/'],
];
const OTHER = [
  ...[
    '/nothing',
    '/articles/none',
    '/media/../secrets.json',
    '/media/%2e%2e%2fsecrets.json',
    '//evil.example/',
  ],
  ...[
    '/%00',
    '/%',
    '/%ff',
    '/\\evil',
    '/archive%2f2026-11',
    '/articles/__proto__',
    '/topics/constructor',
    '/healthz',
  ],
  ...[
    '/subscribe',
    '/outbox',
    '/outbox/messages.json',
    '/preview/events',
    '/preview/letters/one',
    '/.env',
    '/feed.xml;.css',
  ],
];
const PERSONAL = [
  ...tokens,
  ...tokens.flatMap((path) => [`${path}.css`, `${path}%2ffeed.xml`, `${path}/`]),
  ...personal.map((purpose) => `/${purpose}/forged`),
];

const eventOf = (path: string, query: string, method: string, secret: string | undefined): HttpEvent => ({
  rawPath: path,
  rawQueryString: query,
  headers: {
    'cloudfront-viewer-address': '192.0.2.7:4711',
    accept: 'text/html',
    'x-broadsheet-origin': secret,
  },
  requestContext: { http: { method, sourceIp: '10.0.0.1' } },
  ...(method !== 'GET' && method !== 'HEAD' && { body: 'email=x@example.com&newsletter=daily' }),
});

const isKept = ({ headers }: HttpResult) =>
  /max-age=[1-9]|s-maxage=[1-9]/.test(headers['cache-control'] ?? '');
const HANDLERS = [
  createHttpHandler(content.app, () => SECRET, createAnswerContent(content.site)),
  createHttpHandler(readers.app, () => SECRET),
];

describe('the function of the web', () => {
  it('answers every path, query and method, and lets nothing be kept but content and its redirects', async () => {
    const before = await readers.find(ADA);
    for (const path of [...CONTENT, ...OTHER, ...PERSONAL])
      for (const query of QUERIES)
        for (const method of query === '' ? METHODS : ['GET', 'POST'])
          for (const handler of HANDLERS) {
            // The one that acts.
            if (method === 'POST' && tokens.includes(path)) continue;
            const answer = await handler(eventOf(path, query, method, SECRET));
            const where = `${answer.statusCode} to ${method} ${path}`;
            expect([where, answer.statusCode < 500, 'x-evil' in answer.headers]).toEqual([
              where,
              true,
              false,
            ]);
            if (isKept(answer)) {
              expect([where, answer.statusCode]).toEqual([where, expect.toBeOneOf([200, 301, 404])]);
              expect([where, PERSONAL.includes(path)]).toEqual([where, false]);
              if (answer.statusCode !== 404) expect([where, CONTENT.includes(path)]).toEqual([where, true]);
            }
            if (PERSONAL.includes(path))
              expect([where, answer.headers['cache-control']]).toEqual([where, 'no-store']);
          }
    expect(await readers.find(ADA)).toEqual(before);
    expect([readers.notices, readers.reported, content.reported]).toEqual([[], [], []]);
  });

  it('answers nobody who does not know the secret, and asks nothing of what is behind it', async () => {
    const wrong = [
      '',
      undefined,
      SECRET.slice(1),
      `${SECRET}=`,
      SECRET.toUpperCase(),
      `${SECRET},${SECRET}`,
      'secret',
    ];
    let asked = 0;
    const behind = { fetch: () => Response.json(asked++) };
    const handler = createHttpHandler(
      behind,
      () => SECRET,
      () => void asked++,
    );
    for (const secret of wrong)
      for (const path of ['/', '/healthz', ...tokens])
        for (const method of METHODS) {
          const answer = await handler(eventOf(path, '', method, secret));
          expect([answer.statusCode, answer.headers['cache-control']]).toEqual([403, 'no-store']);
        }
    expect(asked).toBe(0);
  });
});
