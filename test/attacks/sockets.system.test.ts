import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, SERVER_LIMITS, type ServerLimits } from '../../functions/server/http-server.ts';
import { aSubscriberSite } from '../support/hosts/subscriber-site.ts';
import { listening, openSocket } from '../support/probes/raw-socket.ts';

/** As long as a test may take, short enough to be waited for. */
const PATIENT: ServerLimits = { ...SERVER_LIMITS, connectionsCheckingInterval: 50 };
const GET = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
const FORM =
  'POST /subscribe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n';
const statuses = (heard: string): string[] => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((m) => m[1]!);

let site: ReturnType<typeof aSubscriberSite>;
let open: AsyncDisposableStack;
beforeEach(() => {
  site = aSubscriberSite();
  open = new AsyncDisposableStack();
});
afterEach(() => open.disposeAsync());

async function serve(limits: Partial<ServerLimits> = {}, fetch = site.app.fetch) {
  const server = createHttpServer(getRequestListener(fetch), { ...PATIENT, ...limits });
  const { port } = open.use(await listening(server));
  return { server, connect: () => open.use(openSocket(port)) };
}

/** A byte at a time for as long as it is taken. */
function trickle(say: (text: string) => void) {
  const timer = setInterval(() => say('a'), 20);
  open.defer(() => clearInterval(timer));
}

describe('who is slow', () => {
  it('and says nothing is let go', async () => {
    const { connect } = await serve({ headersTimeout: 150 });
    expect(statuses(await connect().closed())).toEqual(['408']);
  });

  it('with the head of a request is let go, however steadily it comes', async () => {
    const { connect } = await serve({ headersTimeout: 150 });
    const slow = connect();
    slow.say('GET / HTTP/1.1\r\nHost: localhost\r\nX-');
    trickle(slow.say);
    expect(statuses(await slow.closed())).not.toContain('404');
  });

  it('with the body of a form is let go, and nobody is signed up', async () => {
    const { connect } = await serve({ headersTimeout: 100, requestTimeout: 150 });
    const slow = connect();
    slow.say(`${FORM}Content-Length: 9000\r\n\r\n`);
    trickle(slow.say);
    expect(statuses(await slow.closed())).not.toContain('200');
    expect(site.notices).toEqual([]);
  });

  it('to ask again is let go', async () => {
    const { connect } = await serve({ keepAliveTimeout: 50 });
    const idle = connect();
    idle.say(GET);
    expect(statuses(await idle.closed())).toEqual(['200']);
  });

  it('to read what was asked for is let go', async () => {
    const { server, connect } = await serve(
      { timeout: 150 },
      () => new Response('a'.repeat(32 * 1024 * 1024)),
    );
    const deaf = connect();
    deaf.socket.pause();
    deaf.say(GET);
    const connections = () =>
      new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
    await expect.poll(connections, { timeout: 20_000 }).toBe(1);
    await expect.poll(connections, { timeout: 20_000 }).toBe(0);
  });

  it('keeps nobody waiting, and all of them are let go', async () => {
    const { connect } = await serve({ headersTimeout: 400 });
    const idle = Array.from({ length: 300 }, connect);
    const quick = connect();
    quick.say(GET);
    expect(await quick.hears(/ok /)).toContain('200 OK');
    expect((await Promise.all(idle.map((one) => one.closed()))).flatMap(statuses)).toHaveLength(300);
  });
});

describe('who comes with many', () => {
  it('is refused beyond the limit; who was there goes on', async () => {
    const { connect } = await serve({ maxConnections: 3 });
    const first = [connect(), connect(), connect()];
    for (const one of first) one.say(GET);
    await Promise.all(first.map((one) => one.hears(/ok /)));
    expect(await connect().closed()).toBe('');
    first[0]!.say(GET);
    expect(await first[0]!.hears(/ok [\s\S]*ok /)).toMatch(/200 OK[\s\S]*200 OK/);
  });
});

describe('who is large', () => {
  it.each([
    ['a header', '431', `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['an address', '431', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    ['headers', '431', `GET / HTTP/1.1\r\nHost: localhost\r\n${'x: 1\r\n'.repeat(5000)}\r\n`],
    ['a note to a chunk', '413', `${FORM}Transfer-Encoding: chunked\r\n\r\n5;${'a'.repeat(20_000)}\r\n`],
    ['a form', '413', `${FORM}Content-Length: 2000000000\r\n\r\nemail=${'a'.repeat(17_000)}`],
    ['a form in chunks', '413', `${FORM}Transfer-Encoding: chunked\r\n\r\n40000000\r\n${'a'.repeat(80_000)}`],
  ])('with %s is told %s before the end', async (_, status, request) => {
    const { connect } = await serve();
    const large = connect();
    large.say(request);
    expect(statuses(await large.hears(/\r\n\r\n/))).toEqual([status]);
    expect(site.reported).toEqual([]);
  });

  it('only when unpacked is not unpacked', async () => {
    const { connect } = await serve();
    const packed = connect();
    packed.say(`${FORM}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00`);
    expect(await packed.hears(/<\/html>/)).toContain('name="form"');
    expect(site.notices).toEqual([]);
  });
});

describe('a request that a proxy could read otherwise', () => {
  const head = (fields: string, body = '') => `POST /subscribe HTTP/1.1\r\n${fields}\r\n\r\n${body}`;
  it.each([
    ['two lengths', head('Host: a\r\nContent-Length: 5\r\nContent-Length: 6', 'abcdef')],
    [
      'length and chunks',
      head('Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked', `0\r\n\r\n${GET}`),
    ],
    ['chunks and more', head('Host: a\r\nTransfer-Encoding: chunked, identity', '0\r\n\r\n')],
    ['chunks that are none', head('Host: a\r\nTransfer-Encoding: xchunked', '0\r\n\r\n')],
    ['a blank before the colon', head('Host: a\r\nTransfer-Encoding : chunked', '0\r\n\r\n')],
    ['a length with a sign', head('Host: a\r\nContent-Length: +5', 'abcde')],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n'],
    ['lines without CR', 'GET / HTTP/1.1\nHost: a\n\n'],
    ['a null byte', 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['HTTP/2 unasked', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('is refused and the connection closed: %s', async (_, request) => {
    const { connect } = await serve();
    const odd = connect();
    odd.say(request);
    expect(statuses(await odd.closed())).toEqual(['400']);
  });

  it.each([
    ['a host that is none', 'GET /archive/ HTTP/1.1\r\nHost: a b/c\r\n\r\n'],
    ['a target that is no URL', 'GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['another scheme', 'GET ftp://a/b HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('is refused: %s', async (_, request) => {
    const { connect } = await serve();
    const odd = connect();
    odd.say(request);
    expect(statuses(await odd.hears(/\r\n\r\n/))).toEqual(['400']);
  });

  it('with a body where none belongs does not turn into a second one', async () => {
    const { connect } = await serve();
    const hidden = connect();
    hidden.say(`GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: ${GET.length}\r\n\r\n${GET}`);
    hidden.say('GET /archive HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(statuses(await hidden.closed())).toEqual(['200', '200']);
  });

  it('to be echoed is not, with what it carries', async () => {
    const { connect } = await serve();
    const echo = connect();
    echo.say('TRACE / HTTP/1.1\r\nHost: a\r\nCookie: secret=1\r\nConnection: close\r\n\r\n');
    const heard = await echo.closed();
    expect([statuses(heard), heard.includes('secret')]).toEqual([['405'], false]);
  });

  it('for a tunnel, or in another protocol, gets none', async () => {
    const { connect } = await serve();
    const [tunnel, socket] = [connect(), connect()];
    tunnel.say('CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.say('GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(await tunnel.closed()).toBe('');
    expect(statuses(await socket.hears(/ok /))).toEqual(['200']);
  });
});

describe('who leaves', () => {
  it.each(['Content-Length: 500', 'Transfer-Encoding: chunked'])(
    'in the middle of a form is no fault of ours: %s',
    async (length) => {
      const answered: number[] = [];
      const { connect } = await serve({}, async (...request) => {
        const answer = await site.app.fetch(...request);
        answered.push(answer.status);
        return answer;
      });
      const gone = connect();
      gone.say(`${FORM}${length}\r\nExpect: 100-continue\r\n\r\n`);
      await gone.hears(/100 Continue/);
      gone.socket.destroy();
      await expect.poll(() => answered, { timeout: 20_000 }).toEqual([400]);
      expect(site.reported).toEqual([]);
    },
  );
});

describe('the limits', () => {
  it('are these, whatever node’s are', () => {
    expect(createHttpServer(getRequestListener(site.app.fetch))).toMatchObject({
      ...{ headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 75_000 },
      ...{ timeout: 120_000, maxConnections: 12_000 },
    });
    expect(SERVER_LIMITS).toMatchObject({ maxHeaderSize: 16_384, connectionsCheckingInterval: 5000 });
  });
});
