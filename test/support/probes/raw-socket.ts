/** A TCP connection that says exactly what it is told, and hears everything. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export type RawSocket = {
  socket: Socket;
  heard(): string;
  say(text: string): void;
  /** When the other side has closed; what it said. */
  closed(): Promise<string>;
  /** When it has said so much. */
  hears(pattern: RegExp): Promise<string>;
  [Symbol.dispose](): void;
};

/** Listening on a port of its own on loopback, until it is disposed of. */
export async function listening(server: Server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    server.closeAllConnections();
    if (server.listening) await once(server, 'close');
  };
  return { port, [Symbol.asyncDispose]: close };
}

export function openSocket(port: number): RawSocket {
  const socket = connect(port, '127.0.0.1');
  const { promise: end, resolve } = Promise.withResolvers<void>();
  socket.on('close', () => resolve());
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  // Being cut off in the middle is what many of these sockets are for.
  socket.on('error', () => {});
  return {
    socket,
    heard: () => heard,
    say: (text) => void (socket.writable && socket.write(text, 'latin1')),
    async closed() {
      await end;
      return heard;
    },
    async hears(pattern) {
      while (!pattern.test(heard) && !socket.closed)
        await Promise.race([new Promise((more) => socket.once('data', more)), end]);
      return heard;
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
