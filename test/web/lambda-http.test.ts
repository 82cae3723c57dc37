import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createHttpHandler, type LambdaBindings } from '../../functions/web/lambda-http.ts';
import type { HttpEvent } from '../../functions/web/lambda-request.ts';
import { createAnswerContent } from '../../functions/web/site/answer-content.ts';
import { aSite, aStore } from '../support/builders/small-site.ts';

type About = {
  path?: string;
  query?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
};

const event = ({ path = '/', query = '', method = 'GET', headers = {}, ...rest }: About): HttpEvent => ({
  rawPath: path,
  rawQueryString: query,
  headers: { 'x-broadsheet-origin': 'secret', 'cloudfront-viewer-address': '192.0.2.7:4711', ...headers },
  requestContext: { http: { method, sourceIp: '10.0.0.1' } },
  ...rest,
});

const site = () => {
  const { app, site } = aSite(aStore());
  return createHttpHandler(app, () => 'secret', createAnswerContent(site));
};
const routed = () => createHttpHandler(aSite(aStore()).app, () => 'secret');
const echo = (answer: (request: Request, env: LambdaBindings) => Response | Promise<Response>) => {
  const app = new Hono<{ Bindings: LambdaBindings }>();
  app.all('*', (c) => answer(c.req.raw, c.env));
  return createHttpHandler(app as unknown as Hono, async () => 'secret');
};

describe('the application on Lambda', () => {
  it('answers pages as text', async () => {
    const { statusCode, headers, body, isBase64Encoded } = await site()(event({}));
    expect([statusCode, isBase64Encoded]).toEqual([200, false]);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('</html>');
  });

  it('answers compressed bodies in base64, the same every time', async () => {
    const handler = site();
    const asked = event({ headers: { 'accept-encoding': 'gzip' } });
    const [first, second] = [await handler(asked), await handler(asked)];
    expect(first).toEqual(second);
    expect(first.isBase64Encoded).toBe(true);
    expect(gunzipSync(Buffer.from(first.body, 'base64')).toString()).toContain('</html>');
  });

  it.each([
    ['a page', {}],
    ['a feed, compressed', { path: '/feed.xml', headers: { 'accept-encoding': 'br' } }],
    ['what is not there', { path: '/nowhere' }],
    ['an address with a query', { path: '/', query: 'utm_source=letter' }],
  ])('answers %s as the router does, whether or not it is asked', async (_, asked) => {
    expect(await site()(event(asked))).toEqual(await routed()(event(asked)));
  });

  it('says 304 without a body', async () => {
    const handler = site();
    const { headers } = await handler(event({ path: '/feed.xml' }));
    const again = await handler(event({ path: '/feed.xml', headers: { 'if-none-match': headers.etag! } }));
    expect(again).toMatchObject({ statusCode: 304, body: '', headers: { etag: headers.etag } });
  });

  it('does not take one body for another where neither has a tag', async () => {
    let n = 0;
    const handler = echo(() => new Response(String(++n)));
    expect([(await handler(event({}))).body, (await handler(event({}))).body]).toEqual(['1', '2']);
  });

  it('hands over method, query, and bodies in both forms', async () => {
    const handler = echo(
      async (request) => new Response(`${request.method} ${request.url} ${await request.text()}`),
    );
    const post = { path: '/unsubscribe/a.b', query: 'x=1&y=%20', method: 'POST' };
    const plain = await handler(event({ ...post, body: 'List-Unsubscribe=One-Click' }));
    expect(plain.body).toBe('POST https://origin/unsubscribe/a.b?x=1&y=%20 List-Unsubscribe=One-Click');
    const encoded = {
      ...event({ ...post, body: Buffer.from('é').toString('base64') }),
      isBase64Encoded: true,
    };
    expect((await handler(encoded)).body).toContain('é');
  });

  it.each([
    ['192.0.2.7:4711', '192.0.2.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8:0:0:0:0:0:1:443', '2001:db8:0:0:0:0:0:1'],
  ])('knows the viewer at %s', async (header, viewer) => {
    const handler = echo((_, env) => new Response(env.viewer));
    expect((await handler(event({ headers: { 'cloudfront-viewer-address': header } }))).body).toBe(viewer);
  });

  it.each([{}, { 'x-broadsheet-origin': 'guess' }])(
    'refuses whoever goes round CloudFront: %j',
    async (headers) => {
      const asked = event({});
      const result = await site()({ ...asked, headers });
      expect(result.statusCode).toBe(403);
    },
  );
});
