import fc from 'fast-check';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createHttpHandler } from '../../functions/web/lambda-http.ts';
import type { HttpEvent } from '../../functions/web/lambda-request.ts';
import { createAnswerContent } from '../../functions/web/site/answer-content.ts';
import { rounds } from '../support/builders/rounds.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';
import { routes } from '../support/probes/routes.ts';

const event = (method: string, path = '/', about: Partial<HttpEvent> = {}): HttpEvent => ({
  rawPath: path,
  rawQueryString: '',
  ...about,
  headers: { 'x-broadsheet-origin': 'secret', ...about.headers },
  requestContext: { http: { method, sourceIp: '10.0.0.1' } },
});

const { app, site } = aSite(aFullStore());
const ask = createHttpHandler(app, () => 'secret', createAnswerContent(site));
const echo = () => {
  const all = new Hono();
  all.all('*', async (c) => {
    const told = { url: c.req.url, body: await c.req.text(), headers: [...c.req.raw.headers] };
    return c.json(told);
  });
  return createHttpHandler(all, () => 'secret');
};

const PATHS = [...new Set((await routes()).map(({ path }) => path.replaceAll(/:[a-z]+(\{[^}]*\})?/gi, 'x')))];
const NONE = [
  'TRACE',
  'CONNECT',
  'TRACK',
  'trace',
  'Connect',
  'tRaCk',
  '',
  ' ',
  'GE T',
  'GÉT',
  'GET\r\n',
  '(x)',
];
const KNOWN = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'get', 'post', 'X-1'];
const STRICT = ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy'];

describe('an event of API Gateway', () => {
  it.each(NONE)('by the method %j, which no Request can have, is 405 at every path', async (method) => {
    for (const path of [...PATHS, '/', '/nowhere', '/unsubscribe/a.b', '//', '/%00']) {
      const { statusCode, headers, body } = await ask(event(method, path, { body: 'secret=1' }));
      expect([path, statusCode, headers.allow]).toEqual([path, 405, 'GET, HEAD, POST']);
      expect(headers['cache-control']).toBe('no-store');
      for (const name of STRICT) expect(headers[name]).toBeDefined();
      expect(body).not.toContain('secret');
    }
  });

  it('by any other is what the routes say, and strict', async () => {
    expect(PATHS.length).toBeGreaterThan(30);
    for (const path of PATHS)
      for (const method of KNOWN) {
        const { statusCode, headers } = await ask(event(method, path));
        expect([method, path, statusCode < 500]).toEqual([method, path, true]);
        for (const name of STRICT) expect([path, headers[name] !== undefined]).toEqual([path, true]);
      }
  });

  it.each(['x', '', '@evil.example/', ':99999', '.evil.example', '*', 'http://evil.example/'])(
    'at %j, which is no path, is 400 and asks for no host but ours',
    async (path) => {
      const { statusCode, headers } = await echo()(event('GET', path));
      expect([statusCode, headers['cache-control'], headers['x-frame-options']]).toEqual([
        400,
        'no-store',
        'DENY',
      ]);
    },
  );

  it.each([
    ['a body on GET', event('GET', '/', { body: 'a=b' }), ''],
    ['a body on get', event('get', '/', { body: 'a=b' }), ''],
    ['a body on HEAD', event('HEAD', '/', { body: 'a=b' }), undefined],
    ['a body that is no base64', event('POST', '/', { body: '%%%', isBase64Encoded: true }), ''],
    ['a body of nothing', event('POST', '/', { body: '' }), ''],
  ])('with %s is answered', async (_, asked, body) => {
    const { statusCode, body: told } = await echo()(asked);
    expect([statusCode, told === '' ? undefined : JSON.parse(told).body]).toEqual([200, body]);
  });

  it('keeps the bytes of a header that holds more than Latin-1, and leaves out what is no header', async () => {
    const headers = {
      referer: 'https://例え.example/ü',
      'a b': 'x',
      ':path': '/',
      split: 'a\r\nb: c',
      nul: 'a\0',
    };
    const { headers: heard } = JSON.parse((await echo()(event('POST', '/', { headers }))).body);
    const bytes = Buffer.from(Object.fromEntries(heard).referer, 'latin1');
    expect(bytes.toString()).toBe(headers.referer);
    const names = heard.map(([name]: [string, string]) => name);
    expect(names).toEqual(expect.not.arrayContaining(['a b', ':path', 'split', 'nul', 'b']));
  });

  it('whatever it holds is answered, and never throws', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\ud800', '%', '\\', '?', '#', '[::1'),
    );
    const events = fc.record({
      method: fc.oneof(fc.constantFrom(...KNOWN, ...NONE), text),
      path: fc.oneof(
        text,
        text.map((t) => `/${t}`),
        fc.constantFrom(...PATHS),
      ),
      query: text,
      headers: fc.dictionary(fc.oneof(text, fc.constantFrom('accept', 'if-none-match', 'host')), text),
      body: fc.option(text, { nil: undefined }),
      base64: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(events, async ({ method, path, query, headers, body, base64 }) => {
        const about = {
          rawQueryString: query,
          headers,
          isBase64Encoded: base64,
          ...(body !== undefined && { body }),
        };
        const { statusCode, headers: told } = await ask(event(method, path, about));
        expect(statusCode).toBeLessThan(500);
        for (const name of STRICT) expect(told[name]).toBeDefined();
      }),
      rounds(400, 5000),
    );
  });
});
