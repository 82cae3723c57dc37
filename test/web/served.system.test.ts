import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { answerContent } from '../../functions/server/local-server.ts';
import { createAnswerContent } from '../../functions/web/site/answer-content.ts';
import { aFragment, anEntry, NOON } from '../support/builders/small-publication.ts';
import { aFullStore, aSite, aStore } from '../support/builders/small-site.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

type Sited = Pick<ReturnType<typeof aSite>, 'app' | 'site'>;

/** As functions/server/local-server.ts does. */
const serving = ({ app, site }: Sited): Promise<number> =>
  listening(answerContent(createAnswerContent(site), getRequestListener(app.fetch)));

async function listening(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Bytes out, bytes in: what really crosses the wire. */
async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let got = '';
  socket.on('data', (data) => {
    got += data.toString('latin1');
  });
  socket.write(request);
  await once(socket, 'close');
  return got;
}

/** Names of fields in any case and order; when it was said does not count. */
function parsed(answer: string) {
  const [top = '', ...body] = answer.split('\r\n\r\n');
  const [status, ...fields] = top.split('\r\n');
  const told = fields.filter((field) => !/^(date|connection|keep-alive):/i.test(field));
  const names = told.map((field) => field.replace(/^[^:]+/, (name) => name.toLowerCase()));
  return { status, fields: names.toSorted(), body: body.join('\r\n\r\n') };
}

const head = (line: string, ...fields: string[]) =>
  `${[line, 'Host: paper.example', 'Connection: close', ...fields].join('\r\n')}\r\n\r\n`;

const aBigSite = () => {
  const html = '<p>Ferries are back.</p>'.repeat(200);
  const routes = [
    (app: Hono) => app.post('/subscribe', async (c) => c.text(`got ${(await c.req.text()).length}`)),
  ];
  return aSite(aStore({ entries: [anEntry({ date: NOON })], fragments: { harbour: aFragment(html) } }), {
    routes: routes as ((app: Hono) => void)[],
  });
};

describe('over a socket', () => {
  it('a second request for a feed, plain, compressed or unchanged, is answered as the first was', async () => {
    const port = await serving(aBigSite());
    for (const fields of [[], ['Accept-Encoding: gzip'], ['Accept-Encoding: br']]) {
      const first = await exchange(port, head('GET /feed.xml HTTP/1.1', ...fields));
      const second = await exchange(port, head('GET /feed.xml HTTP/1.1', ...fields));
      const undated = (text: string) => text.replace(/\r\nDate: [^\r]+/i, '');
      expect(first).toMatch(/^HTTP\/1\.1 200 /);
      expect(undated(second)).toBe(undated(first));
      const tag = /\r\nETag: ([^\r]+)/i.exec(first)![1]!;
      const unchanged = await exchange(
        port,
        head('GET /feed.xml HTTP/1.1', ...fields, `If-None-Match: ${tag}`),
      );
      expect(unchanged).toMatch(/^HTTP\/1\.1 304 /);
      expect(unchanged.split('\r\n\r\n')[1]).toBe('');
    }
  });

  it.each([
    '/',
    '/feed.xml',
    '/archive/2026-11/atom.xml',
    '/articles/one',
    '/articles/one?from=mail',
    '/articles/%6Fne',
    '/articles/nothing',
    '/articles/one/',
    '/topics/world/feed.json',
    '/editions/nothing',
    '/sitemaps/2026-11.xml',
    '/sitemaps/2026-11',
    '/assets/style.3f2a.css',
    '/media/none.png',
    '/healthz',
  ])('%s is the same with and without the app, when it is made and when it is held', async (path) => {
    const whole = aSite(aFullStore());
    const [port, alone] = [
      await serving(whole),
      await listening(getRequestListener(aSite(aFullStore()).app.fetch)),
    ];
    const tag = (await aSite(aFullStore()).app.request(path)).headers.get('etag') ?? '"none"';
    const since = 'If-Modified-Since: Tue, 01 Jan 2030 00:00:00 GMT';
    for (const fields of [
      [],
      ['Accept-Encoding: gzip'],
      [`If-None-Match: W/${tag}`],
      ['If-None-Match: *'],
      [since],
    ])
      for (const method of ['GET', 'HEAD', 'POST', 'GET']) {
        const asked = head(`${method} ${path} HTTP/1.1`, ...fields);
        expect(parsed(await exchange(port, asked))).toEqual(parsed(await exchange(alone, asked)));
      }
  });

  it('HEAD says how long the body would be, and sends none', async () => {
    const port = await serving(aBigSite());
    const got = await exchange(port, head('GET /feed.xml HTTP/1.1'));
    const headed = await exchange(port, head('HEAD /feed.xml HTTP/1.1'));
    const length = Number(/\r\nContent-Length: (\d+)/i.exec(headed)![1]);
    expect(got.split('\r\n\r\n').slice(1).join('\r\n\r\n')).toHaveLength(length);
    expect(headed.split('\r\n\r\n')[1]).toBe('');
  });

  it('a body over the limit is refused, told in front or in chunks', async () => {
    const port = await serving(aBigSite());
    const body = 'x'.repeat(70_000);
    const told = await exchange(port, head('POST /subscribe HTTP/1.1', 'Content-Length: 70000') + body);
    expect(told).toMatch(/^HTTP\/1\.1 413 /);
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const chunked = await exchange(
      port,
      head('POST /subscribe HTTP/1.1', 'Transfer-Encoding: chunked') + chunk,
    );
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('a body within it arrives whole, told in front or in chunks', async () => {
    const port = await serving(aBigSite());
    const told = await exchange(port, `${head('POST /subscribe HTTP/1.1', 'Content-Length: 5')}12345`);
    const chunked = await exchange(
      port,
      `${head('POST /subscribe HTTP/1.1', 'Transfer-Encoding: chunked')}5\r\n12345\r\n0\r\n\r\n`,
    );
    for (const answer of [told, chunked]) expect(answer).toContain('got 5');
  });

  it.each([
    '/media/../state/current.json',
    '/media/..%2fstate%2fcurrent.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
  ])('%s leads nowhere', async (path) => {
    const port = await serving(aBigSite());
    expect(await exchange(port, head(`GET ${path} HTTP/1.1`))).toMatch(/^HTTP\/1\.1 404 /);
  });
});
