/** A TCP connection that sends exactly the given bytes and collects all that it receives. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export type RawSocket = {
  socket: Socket;
  heard(): string;
  say(text: string): void;
  /** Resolves with the received text when the other side has closed. */
  closed(): Promise<string>;
  /** Resolves with the received text once the pattern matches. */
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
  // Many tests expect that the server cuts the connection off.
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
