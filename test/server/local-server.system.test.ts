import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../support/hosts/running-server.ts';

/** An address of this machine that is not its loopback: what a neighbour on the network would use. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((i) => i && !i.internal && i.family === 'IPv4')?.address;

/** With any header there is, Host too, which fetch would not let one write; status and text. */
async function ask(server: RunningServer, path: string, headers: Record<string, string> = {}, form?: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const type = form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' };
  const options = { host: '127.0.0.1', path, method: form === undefined ? 'GET' : 'POST' };
  const sent = request({ ...options, port: new URL(server.url).port, headers: { ...type, ...headers } });
  sent.on('response', async (r) => resolve({ status: r.statusCode ?? 0, body: await text(r) }));
  sent.on('error', reject).end(form);
  return promise;
}

describe('a preview', () => {
  it('answers this machine by every name, and does not listen to the network', async () => {
    await using server = await startServer();
    const at = (host: string) => fetch(server.url.replace('localhost', host));
    expect((await at('127.0.0.1')).status).toBe(200);
    expect((await at('localhost')).status).toBe(200);
    const rebound = await ask(server, '/outbox/messages.json', { Host: 'evil.example' });
    expect([rebound.status, rebound.body.includes('BASE_URL')]).toEqual([403, true]);
    const proxied = await ask(server, '/articles/any', { 'X-Forwarded-For': '203.0.113.9' });
    expect([proxied.status, proxied.body.includes('HOST=0.0.0.0')]).toEqual([403, true]);
    for (const Host of ['evil.example@localhost', 'localhost:99999', '127.1', 'localhost.'])
      for (const path of ['/healthz', '/subscribe', '/outbox', '/nowhere'])
        expect((await ask(server, path, { Host })).status).toBe(403);
    for (const Host of ['[::1]', '[0:0:0:0:0:0:0:1]', 'localhost:'])
      for (const path of ['/healthz', '/subscribe'])
        expect((await ask(server, path, { Host })).status).toBe(200);
    expect((await at('[::1]')).status).toBe(200);
    expect(server.output()).toContain('This machine alone can open it.');
    if (outside !== undefined) await expect(at(outside)).rejects.toThrow();
  });

  it('gives its event streams to its own pages, and to a hundred pictures of another site none', async () => {
    await using server = await startServer();
    const picture = {
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Dest': 'image',
      'Sec-Fetch-Mode': 'no-cors',
    };
    const { port } = new URL(server.url);
    const asked = Array.from({ length: 100 }, (_, n) =>
      ask(server, '/preview/events', { ...picture, Host: `a${n % 17}.localhost:${port}` }),
    );
    for (const { status } of await Promise.all(asked)) expect(status).toBe(403);
    const own = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'empty', Accept: 'text/event-stream' };
    const stream = await fetch(`${server.url}/preview/events`, { headers: own });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    await stream.body!.cancel();
  });

  it('answers the network when HOST says so', async () => {
    await using server = await startServer({ environment: { HOST: '0.0.0.0' } });
    expect((await fetch(server.url.replace('localhost', outside ?? '127.0.0.1'))).status).toBe(200);
  });
});

describe('a published site', () => {
  it('answers 400 to a Host that names nothing, content and forms alike', async () => {
    await using server = await startServer({ flags: ['--published'], healthy: false });
    for (const Host of ['evil.example@localhost', 'localhost:99999', '[::1', '2130706433', 'a b'])
      for (const path of ['/healthz', '/', '/subscribe', '/outbox', '/nowhere'])
        expect((await ask(server, path, { Host })).status).toBe(400);
  });

  it('answers everybody by every name, and keeps its outbox to this machine', async () => {
    await using server = await startServer({ flags: ['--published'], healthy: false });
    for (const path of ['/outbox', '/%6futbox', '/outbox/messages.json', '/outbox/messages/1.eml']) {
      expect((await ask(server, path, { Host: 'evil.example' })).status).toBe(403);
      expect((await ask(server, path, { 'X-Forwarded-For': '203.0.113.9' })).status).toBe(403);
    }
    expect((await ask(server, '/outbox/messages.json')).body).toBe('[]');
    expect((await ask(server, '/subscribe', { Host: 'news.example', Via: '1.1 proxy' })).status).not.toBe(
      403,
    );
    if (outside === undefined) return;
    const refused = await fetch(`${server.url.replace('localhost', outside)}/outbox`);
    expect(refused.status).toBe(403);
  });
});

describe('the limit of sign-ups', () => {
  it('behind a proxy is each reader’s own, and nobody’s who writes the header themselves', async () => {
    await using server = await startServer({
      environment: { TRUSTED_PROXY: 'X-Forwarded-For@loopback', HOST: '0.0.0.0' },
    });
    let n = 0;
    const signUp = async (forwarded: string) => {
      const by = { 'X-Forwarded-For': forwarded };
      const page = await ask(server, '/subscribe', by, 'email=a@example.com');
      const stamp = /name="form" value="([^"]+)"/.exec(page.body)![1]!;
      const form = `email=reader${n++}@example.com&newsletter=brief&form=${stamp}`;
      return (await ask(server, '/subscribe', by, form)).status;
    };
    for (let i = 0; i < 20; i++) expect(await signUp(`203.0.${i}.1, 192.0.2.7`)).toBe(200);
    expect(await signUp('203.0.113.1, 192.0.2.7')).toBe(429);
    expect(await signUp('198.51.100.1')).toBe(200);
  });
});
