import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FuzzedServer, openFuzzedServer } from '../torture/processes/fuzzed-server.ts';

/** Names that somebody can own or serve, or that only look like this machine's. */
const NAMES = [
  ...[
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io',
    'evil.example.',
    'a.b',
  ],
  ...['localhost@evil.example', 'evil.example@localhost', 'evil.example:80@localhost', 'user:pass@127.0.0.1'],
  ...[
    'localhost:3000@evil.example',
    'localhost#evil.example',
    'localhost?evil.example',
    'localhost/evil.example',
  ],
  ...['evil.example\\localhost', 'localhost evil.example', 'localhost,evil.example', '[::ffff:203.0.113.9]'],
  ...['192.168.1.9', '10.0.0.1', '169.254.169.254', '0.0.0.0.evil.example', '[2001:db8::1]', 'printer.local'],
  ...['xn--localhost-', 'LOCALHOST.EVIL.EXAMPLE', '%6c', 'localhosts'],
];
const PERSONAL = [
  ...['/outbox', '/outbox?to=ada', '/outbox/messages.json', '/outbox/messages/1', '/outbox/messages/1.eml'],
  ...[
    '/outbox/messages/1.html',
    '/outbox/messages/1?view=source',
    '/%6futbox',
    '/archive/../outbox',
    '/outbox/',
  ],
];
const DRAFTS = [
  '/',
  '/archive',
  '/feed.xml',
  '/preview/letters',
  '/preview/events',
  '/healthz',
  '/subscribe',
];

describe.each([
  ['a published site', false, PERSONAL],
  ['an editor’s preview', true, [...PERSONAL, ...DRAFTS]],
])(`the door of %s`, (_, preview, paths) => {
  let server: FuzzedServer;
  beforeAll(async () => {
    server = await openFuzzedServer(preview);
  });
  afterAll(() => server.close());
  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    server.ask({ method, path, headers, body: undefined });

  it('opens to no name that somebody else can own, at no path and by no method', async () => {
    for (const host of NAMES)
      for (const path of paths)
        for (const method of ['GET', 'POST']) {
          const { status, body, headers } = await ask(path, { host }, method);
          expect([host, method, path, status]).toEqual([host, method, path, expect.toBeOneOf([400, 403])]);
          expect([host, path, /ada@|reader\.example|Subject:/.test(body)]).toEqual([host, path, false]);
          if (status === 403) expect(headers['cache-control']).toBe('no-store');
        }
    expect(server.told).toEqual([]);
  });

  it('opens to this machine', async () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]:4600', 'paper.localhost'])
      expect([host, (await ask('/outbox/messages.json', { host })).status]).toEqual([host, 200]);
  });
});
