import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHub } from '../../../functions/adapters/fetch/hub.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('a WebSub hub over HTTP', () => {
  it('is told by a form', async () => {
    let got = '';
    const url = await listening((request, response) => {
      request.on('data', (chunk) => {
        got += chunk;
      });
      request.on('end', () => response.writeHead(204).end());
    });
    await createHub().publish(url, 'https://paper.example/feed.xml');
    expect(got).toBe('hub.mode=publish&hub.url=https%3A%2F%2Fpaper.example%2Ffeed.xml');
  });

  it('that refuses, or is not there, is unavailable', async () => {
    const url = await listening((_, response) => response.writeHead(500).end());
    await expect(createHub().publish(url, 'x')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(createHub().publish('http://127.0.0.1:1/', 'x')).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('sees the tag of the plain bytes, and nothing where there is nothing', async () => {
    const url = await listening((request, response) => {
      const plain = request.headers['accept-encoding'] === 'identity' && request.method === 'HEAD';
      response.writeHead(request.url === '/feed.xml' ? 200 : 404, { ETag: plain ? '"a"' : '"b"' }).end();
    });
    expect(await createHub().readPublicTag(`${url}feed.xml`)).toBe('"a"');
    expect(await createHub().readPublicTag(`${url}none`)).toBeUndefined();
    expect(await createHub().readPublicTag('http://127.0.0.1:1/')).toBeUndefined();
  });
});
