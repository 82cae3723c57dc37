import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ALL_ADDRESSES, LOOPBACK, openSockets } from '../../functions/server/sockets.ts';
import { freePort } from '../support/hosts/free-port.ts';

const create = () => createServer((_, response) => void response.end('ok'));

async function open(port: number, addresses: readonly (string | undefined)[]) {
  const sockets = await openSockets(create, port, addresses);
  onTestFinished(() => sockets.close());
  const where = sockets.servers.map((server) => (server.address() as AddressInfo).address);
  return { ...sockets, where };
}

async function occupy(port: number, address: string): Promise<Server> {
  const { servers } = await open(port, [address]);
  return servers[0]!;
}

const answers = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host, () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

const outside = Object.values(networkInterfaces())
  .flat()
  .find((i) => i && !i.internal && i.family === 'IPv4')?.address;

describe('sockets of loopback', () => {
  it('are at both its addresses, on one port, and at no other', async () => {
    for (const asked of [0, await freePort()]) {
      const { port, where } = await open(asked, LOOPBACK);
      expect(where).toEqual(['127.0.0.1', '::1']);
      for (const host of ['127.0.0.1', '::1', 'localhost']) expect(await answers(port, host)).toBe(true);
      if (outside) expect(await answers(port, outside)).toBe(false);
    }
  });

  it.each(['127.0.0.1', '::1'])(
    'are refused where %s alone has the port, and leave none open',
    async (address) => {
      const port = await freePort();
      await occupy(port, address);
      await expect(openSockets(create, port, LOOPBACK)).rejects.toMatchObject({
        code: 'config',
        message: `Port ${port} is taken at ${address}, where a browser may look.`,
        remedy: expect.stringContaining('PORT=3001'),
      });
      expect(await answers(port, address === '::1' ? '127.0.0.1' : '::1')).toBe(false);
    },
  );

  it('are refused where both have it, or somebody listens on all addresses', async () => {
    const [both, all] = [await open(0, LOOPBACK), await open(0, ALL_ADDRESSES)];
    for (const { port } of [both, all])
      await expect(openSockets(create, port, LOOPBACK)).rejects.toThrow(`Port ${port} is taken.`);
  });

  it('are those that the machine has: one without IPv6 listens on the other', async () => {
    // 2001:db8::1 stands for the address of a machine that has none of its kind (RFC 3849).
    expect((await open(0, ['127.0.0.1', '2001:db8::1'])).where).toEqual(['127.0.0.1']);
    expect((await open(0, ['192.0.2.99', '::1'])).where).toEqual(['::1']);
  });

  it('end whole', async () => {
    const { port, close } = await openSockets(create, 0, LOOPBACK);
    await close();
    for (const host of ['127.0.0.1', '::1']) expect(await answers(port, host)).toBe(false);
  });
});

describe('a HOST', () => {
  it.each([
    ['2001:db8::1', 'no such address'],
    ['192.0.2.99', 'no such address'],
    ['no-such-host.invalid', 'No address has that name'],
    ['[::1]', 'No address has that name'],
  ])('%s that this machine is not is refused with a remedy', async (address, remedy) => {
    await expect(openSockets(create, 0, [address])).rejects.toMatchObject({
      code: 'config',
      message: `Port 0 of ${address} cannot be opened.`,
      remedy: expect.stringContaining(remedy),
    });
  });
});
