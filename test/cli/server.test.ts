import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startServer } from '../support/running-server.ts';

/** An address of this machine that is not its loopback: what a neighbour on the network would use. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((i) => i && !i.internal && i.family === 'IPv4')?.address;

describe('a preview', () => {
  it('answers this machine by every name, and the network with a remedy', async () => {
    await using server = await startServer();
    const at = (host: string) => fetch(server.url.replace('localhost', host));
    expect((await at('127.0.0.1')).status).toBe(200);
    expect((await at('localhost')).status).toBe(200);
    if (outside === undefined) return;
    const refused = await at(outside);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('HOST=0.0.0.0');
  });

  it('answers the network when HOST says so', async () => {
    await using server = await startServer({ environment: { HOST: '0.0.0.0' } });
    expect((await fetch(server.url.replace('localhost', outside ?? '127.0.0.1'))).status).toBe(200);
  });
});
