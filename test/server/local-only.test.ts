import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createLocalOnlyGuard } from '../../functions/server/local-only.ts';

const HERE = { host: undefined, baseUrl: 'http://localhost:3000' };
const OPENED = { ...HERE, host: '0.0.0.0' };

function told(
  config: typeof HERE | typeof OPENED,
  peer: string,
  headers: Record<string, string>,
  url?: string,
) {
  const incoming = { socket: { remoteAddress: peer }, headers, url } as unknown as IncomingMessage;
  return createLocalOnlyGuard(config)(incoming);
}
const from = (peer: string, host: string, config: typeof HERE | typeof OPENED = HERE) =>
  told(config, peer, { host });

describe('drafts and mail', () => {
  it.each([
    ['127.0.0.1', 'localhost:3000'],
    ['127.0.0.1', '127.0.0.1:3000'],
    ['::1', '[::1]:3000'],
    ['::ffff:127.0.0.1', 'paper.localhost'],
  ])('are shown to %s by the name of %s', (peer, host) => expect(from(peer, host)).toBeUndefined());

  it.each(['192.168.1.9', '203.0.113.9', '::ffff:10.0.0.1', 'fe80::1', ''])('are not shown to %j', (peer) =>
    expect(from(peer, 'localhost:3000')).toContain('HOST=0.0.0.0'),
  );

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:3000',
    'printer.local',
    'router',
    '192.168.1.9',
    'evil@localhost.evil.example',
    '',
    'a b',
    ...['evil.example@localhost', 'localhost:3000@evil', 'localhost:99999', '[::1', '127.1', '0x7f.1'],
    ...['2130706433', 'localhost.', 'localhost/x', 'local%68ost', '[::ffff:7f00:1%25lo]'],
  ])('are not shown to a page that calls this machine %j', (host) =>
    expect(from('127.0.0.1', host)).toContain('BASE_URL'),
  );

  it.each([
    ...['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'X-Forwarded-Proto'],
    ...['X-Forwarded', 'X-Forwarded-Port', 'X-Forwarded-Server', 'X-Client-IP', 'X-Cluster-Client-IP'],
    ...['True-Client-IP', 'CF-Connecting-IP', 'Fly-Client-IP', 'CDN-Loop'],
  ])('are not shown through a proxy that sets %s', (name) =>
    expect(told(HERE, '127.0.0.1', { host: 'localhost:3000', [name.toLowerCase()]: 'localhost' })).toContain(
      'HOST=0.0.0.0',
    ),
  );

  it.each([
    ['script', 'no-cors', false],
    ['iframe', 'navigate', false],
    ['empty', 'cors', false],
    ['document', 'navigate', true],
    ['image', 'no-cors', true],
  ])('are shown to a page of another site as %s (%s): %s', (dest, mode, isShown) => {
    const fetched = { 'sec-fetch-dest': dest, 'sec-fetch-mode': mode };
    const asked = (site: string) =>
      told(HERE, '127.0.0.1', { host: 'localhost:3000', 'sec-fetch-site': site, ...fetched }) === undefined;
    expect(asked('cross-site')).toBe(isShown);
    for (const site of ['same-origin', 'same-site', 'none']) expect(asked(site)).toBe(true);
  });

  const picture = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' };
  const drawn = (url: string) =>
    ['localhost:3000', 'a1.localhost:3000', '127.0.0.1:3000'].map(
      (host) => told(HERE, '127.0.0.1', { host, ...picture }, url) === undefined,
    );

  it.each(['/media/harbour-0a1b-640.webp', '/assets/logo.3f2a.svg?x=1'])(
    'are shown as a picture of another site where pictures are: %s',
    (url) => expect(drawn(url)).toEqual([true, true, true]),
  );

  it.each([
    ...['/preview/events', '/preview/%65vents', '/outbox/messages.json', '/outbox/messages/1.eml', '/'],
    ...['/media/../preview/events', '/media/%2e%2e/preview/events', '/media/..\\preview\\events', '/media/'],
    ...['/media/.hidden', '//media/x.png', '/preview/letters/a.html?/media/x.png', '/MEDIA/x.png'],
  ])('are not shown as a picture of another site at %s', (url) =>
    expect(drawn(url)).toEqual([false, false, false]),
  );

  it('are not shown to a target that names another host, whatever Host says', () => {
    const target = (url: string) => told(HERE, '127.0.0.1', { host: 'localhost:3000' }, url);
    expect(target('http://localhost:3000/outbox')).toBeUndefined();
    for (const url of ['http://evil.example/', 'http://localhost@evil.example/', 'http:///', 'ftp://evil/x'])
      expect(target(url)).toContain('BASE_URL');
  });

  it('are not opened by a HOST that is this machine', () => {
    for (const host of ['127.0.0.1', '::1', 'localhost'])
      expect(told({ ...OPENED, host }, '192.168.1.9', { host: 'localhost' })).toContain('HOST=0.0.0.0');
  });

  it('opened, are shown to the network by addresses, names of the network, and BASE_URL', () => {
    const named = { ...OPENED, baseUrl: 'https://desk.paper.example' };
    for (const host of ['192.168.1.9:3000', '[fd00::9]', 'desk', 'desk.local:3000', 'desk.paper.example'])
      expect(from('192.168.1.20', host, named)).toBeUndefined();
    expect(told(OPENED, '192.168.1.20', { host: 'desk', 'x-forwarded-for': '192.168.1.9' })).toBeUndefined();
    for (const host of [
      'evil.example',
      'desk.evil.example',
      'paper.example',
      '2130706433',
      '0x7f.1',
      'a@desk',
    ])
      expect(from('192.168.1.20', host, named)).toContain('BASE_URL');
  });
});
