import { describe, expect, it, onTestFinished } from 'vitest';
import { hostNameIn, plainHost, refuseOddHosts } from '../../functions/server/host-header.ts';
import { createHttpServer } from '../../functions/server/http-server.ts';
import { listening, openSocket } from '../support/probes/raw-socket.ts';

/** What a URL parser makes `localhost` or 127.0.0.1 of, or cuts off. */
const ODD = [
  ...['evil.example@localhost', 'user:password@localhost:3000', '@localhost', 'localhost:3000@evil.example'],
  ...['127.1', '127.0.1', '0x7f.1', '0x7f000001', '2130706433', '0177.0.0.1', '127.0.0.1.1', '127.0.0.256'],
  ...['[::1', '::1', '[::1]x', '[::1%25lo]', '[1::2::3]', '[localhost]', '[127.0.0.1]', '[::ffff:127.0.0.1'],
  ...[
    'localhost:99999',
    'localhost:-1',
    'localhost:3000:1',
    'localhost:a',
    'localhost:+1',
    'localhost:3000 ',
  ],
  ...['localhost/', 'localhost/evil.example', 'localhost?x', 'localhost#x', 'localhost\\evil.example', '/'],
  ...[
    'local%68ost',
    '%6cocalhost',
    'localhost%00',
    'ｌocalhost',
    'localhost。',
    'lo\u00adcalhost',
    '①27.0.0.1',
  ],
  ...[
    '',
    ' ',
    'local host',
    'local\thost',
    'localhost,evil.example',
    'localhost;',
    '.localhost',
    'a..localhost',
  ],
  ...['http://localhost', 'localhost..', '*', `${'a.'.repeat(150)}localhost`, `${'a'.repeat(64)}.localhost`],
];

describe('a Host header', () => {
  it.each([
    ['localhost', 'localhost'],
    ['LOCALHOST:3000', 'localhost'],
    ['127.0.0.1:3000', '127.0.0.1'],
    ['[::1]:3000', '::1'],
    ['[FD00::9]', 'fd00::9'],
    ['[::ffff:192.0.2.1]', '::ffff:192.0.2.1'],
    ['news.example.com:443', 'news.example.com'],
    ['news.example.com.', 'news.example.com.'],
    ['localhost:', 'localhost'],
    ['my_desk.internal', 'my_desk.internal'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['4chan.example', '4chan.example'],
  ])('%s names %s', (host, name) => expect(hostNameIn(host)).toBe(name));

  it.each(ODD)('%j names nothing', (host) => expect(hostNameIn(host)).toBeUndefined());

  it.each([
    ...['localhost:3000', 'LOCALHOST', '[::1]:3000', 'news.example.', '192.0.2.1:80'].map((one) => [
      one,
      one,
    ]),
    ['localhost:', 'localhost'],
    ['[::1]:', '[::1]'],
    ['[0:0:0:0:0:0:0:1]', '[::1]'],
    ['[::ffff:127.0.0.1]:3000', '[::ffff:7f00:1]:3000'],
    ['[2001:DB8:0::1]', '[2001:db8::1]'],
  ])('%s is for the app %s', (host, plain) => expect(plainHost(host)).toBe(plain));

  it('of any length is read at once', () => {
    const began = performance.now();
    for (const part of ['a', 'a.', '-', '[', ':', '1.', 'a-.']) hostNameIn(part.repeat(1_000_000));
    expect(performance.now() - began).toBeLessThan(100);
  });
});

describe('a server', () => {
  async function serve() {
    const answer = refuseOddHosts((_, response) => void response.end('answered'));
    const server = await listening(createHttpServer(answer));
    onTestFinished(() => server[Symbol.asyncDispose]());
    return async (lines: string, version = '1.1') => {
      using socket = openSocket(server.port);
      socket.say(`GET /healthz HTTP/${version}\r\n${lines}Connection: close\r\n\r\n`);
      const heard = await socket.closed();
      return { heard, status: heard.slice(9, 12) };
    };
  }

  it('answers 400, with every header, to two of them and to one that names nothing', async () => {
    const ask = await serve();
    const odd = ODD.filter((host) => /^[!-~]+$/.test(host)).map((host) => `Host: ${host}\r\n`);
    const twice = ['Host: a\r\nHost: a\r\n', 'Host: a\r\nhOST: b\r\n', 'Host: a\r\nX: y\r\nHost:\r\n'];
    for (const lines of [...odd, ...twice, 'Host:\r\n']) {
      const { heard, status } = await ask(lines);
      expect([lines, status, /x-frame-options: deny/i.test(heard)]).toEqual([lines, '400', true]);
      expect(heard).toMatch(/cache-control: no-store/i);
    }
  });

  it('answers to one that names something, and to HTTP/1.0 without', async () => {
    const ask = await serve();
    expect((await ask('Host: news.example:80\r\nX-Host: b\r\n')).status).toBe('200');
    expect((await ask('', '1.0')).status).toBe('200');
    expect((await ask('')).status).toBe('400');
  });
});
