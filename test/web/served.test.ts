import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { aFragment, anEntry, NOON } from '../support/small-publication.ts';
import { aSite, aStore } from '../support/small-view.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serving(app: Hono): Promise<number> {
  const server = createAdaptorServer({ fetch: app.fetch, hostname: '127.0.0.1' });
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

const head = (line: string, ...fields: string[]) =>
  `${[line, 'Host: paper.example', 'Connection: close', ...fields].join('\r\n')}\r\n\r\n`;

const aBigSite = () => {
  const html = '<p>Ferries are back.</p>'.repeat(200);
  const routes = [
    (app: Hono) => app.post('/subscribe', async (c) => c.text(`got ${(await c.req.text()).length}`)),
  ];
  return aSite(aStore({ entries: [anEntry({ date: NOON })], fragments: { harbour: aFragment(html) } }), {
    routes: routes as ((app: Hono) => void)[],
  }).app;
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
