import { request } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../functions/server/http-server.ts';
import { anEntry, aPublication, NOON } from '../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';
import { listening } from '../support/probes/raw-socket.ts';

const REDIRECTS = { '/about': '/articles/one', '/caf%C3%A9': '/archive', '/old.html': '/articles/two' };
/** What a browser takes for another host, or for a line of its own. */
const ELSEWHERE = [
  ...['/evil.example', '//evil.example', '/\\evil.example', '\\evil.example', '%2fevil.example'],
  ...['%2f%2fevil.example', '%5cevil.example', '%5c%5cevil.example', '%2e%2e//evil.example', '@evil.example'],
  ...['.evil.example', ':80@evil.example', ';@evil.example', '%09/evil.example', '%0a//evil.example'],
  ...['%0d%0aLocation:%20https://evil.example', '%0d%0a%0d%0a<script>', '%E5%98%8A%E5%98%8DX-Evil:1'],
  ...['https:evil.example', 'https:%2f%2fevil.example', '%00//evil.example', '%252fevil.example'],
  ...['..;//evil.example', '?next=//evil.example', '?https://evil.example/', '%3f//evil.example'],
];
const BEFORE = [
  '/',
  '//',
  '/archive/',
  '/articles/one/',
  '/about/',
  '/old.html',
  '/caf%C3%A9/',
  '/feed.xml/',
];
const AFTER = ['', '/', '//', '/%2e%2e'];
const TARGETS = [
  ...BEFORE.flatMap((before) => ELSEWHERE.flatMap((to) => AFTER.map((after) => before + to + after))),
  ...[
    'http://evil.example/archive/',
    'http://evil.example//archive//',
    'http://evil.example@localhost/archive/',
  ],
  ...['http://localhost//evil.example/', 'https://evil.example:443/about/', '*', '/archive/#//evil.example'],
];

type Told = { status: number; location: string | undefined; headers: string[] };

let server: Awaited<ReturnType<typeof listening>>;
beforeAll(async () => {
  const entries = [...aFullStore().entries, anEntry({ id: 'new', date: NOON - 1, aliases: ['was'] })];
  const store = { ...aFullStore(), entries, publication: aPublication({ redirects: REDIRECTS }) };
  server = await listening(createHttpServer(getRequestListener(aSite(store).app.fetch)));
});
afterAll(() => server[Symbol.asyncDispose]());

const ask = (path: string, method: string) =>
  new Promise<Told>((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', path, method, setHost: false });
    sent.setHeader('Host', 'evil.example');
    sent.on('error', reject).on('response', (answer) => {
      const { statusCode: status = 0, headers, rawHeaders } = answer.resume();
      resolve({ status, location: headers.location, headers: rawHeaders });
    });
    sent.end();
  });

describe('a redirect', () => {
  it('stays on a path of ours, whatever stands in the address', async () => {
    let led = 0;
    for (const path of TARGETS)
      for (const method of ['GET', 'HEAD']) {
        const { status, location, headers } = await ask(path, method);
        expect([path, status < 500, headers.includes('X-Evil')]).toEqual([path, true, false]);
        if (location === undefined) continue;
        led++;
        expect([path, location]).toEqual([path, expect.stringMatching(/^\/(?![/\\])[!-~]*$/)]);
        expect(new URL(location, 'https://paper.example').origin).toBe('https://paper.example');
      }
    expect(TARGETS.length).toBeGreaterThan(304);
    expect(led).toBeGreaterThan(20);
  });
});
