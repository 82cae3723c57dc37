/** Opens the sockets of a server: one Node server for each address, all on one port. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BroadsheetError } from '../domain/error.ts';

type Address = string | undefined;

/** Both loopback addresses: browsers try ::1 first for `localhost`, most other programs 127.0.0.1 (RFC 6761 §6.3, RFC 6724 §2.1). */
export const LOOPBACK: readonly Address[] = ['127.0.0.1', '::1'];
/** All addresses of the machine. */
export const ALL: readonly Address[] = [undefined];

export type Sockets = { port: number; servers: readonly Server[]; close(): Promise<void> };

/** Retries with port 0: a port that the system chose for one address may be taken at the other. */
const TRIES = 5;

/** Listens on those addresses that the machine has. Port 0: any free one. Throws `config` if the port is taken at one of them. */
export async function openSockets(
  create: () => Server,
  port: number,
  addresses: readonly Address[],
): Promise<Sockets> {
  for (let tries = 1; ; tries++) {
    const { servers, taken, failure, actual } = await listenAt(create, port, addresses);
    const close = async () => void (await Promise.all(servers.map(closeServer)));
    const isWhole = taken.length === 0 && (failure === undefined || isAbsent(failure));
    if (servers.length > 0 && isWhole) return { port: actual, servers, close };
    await close();
    if (port === 0 && taken.length > 0 && tries < TRIES) continue;
    throw taken.length > 0 ? takenError(actual, taken, addresses) : openError(port, addresses, failure);
  }
}

async function listenAt(create: () => Server, port: number, addresses: readonly Address[]) {
  const servers: Server[] = [];
  const taken: Address[] = [];
  let failure: NodeJS.ErrnoException | undefined;
  let actual = port;
  for (const address of addresses) {
    const server = create();
    server.listen(actual, address);
    const error = await listeningOrError(server);
    if (error === undefined) {
      servers.push(server);
      actual = (server.address() as AddressInfo).port;
    } else if (error.code === 'EADDRINUSE') taken.push(address);
    else if (failure === undefined || isAbsent(failure)) failure = error;
  }
  return { servers, taken, failure, actual };
}

const listeningOrError = (server: Server): Promise<NodeJS.ErrnoException | undefined> =>
  once(server, 'listening').then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  );

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function takenError(port: number, taken: readonly Address[], addresses: readonly Address[]): Error {
  const where = taken.length < addresses.length ? ` at ${taken.join(' and ')}, where a browser may look` : '';
  return new BroadsheetError('config', `Port ${port} is taken${where}.`, {
    remedy: 'Choose another: PORT=3001 npm start',
  });
}

/** Linux reports the first if IPv6 is off, the second if its kernel has none. */
const ABSENT: readonly (string | undefined)[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];
const isAbsent = ({ code }: NodeJS.ErrnoException): boolean => ABSENT.includes(code);

const REMEDIES: Readonly<Record<string, string>> = {
  // Linux reserves ports below 1024 for root (ip(7)).
  EACCES: 'This user may not open it. Choose one above 1023: PORT=3001 npm start',
  EADDRNOTAVAIL: 'This machine has no such address. Unset HOST, or set 127.0.0.1 or 0.0.0.0.',
  EAFNOSUPPORT: 'This machine has no such address. Unset HOST, or set 127.0.0.1 or 0.0.0.0.',
  ENOTFOUND: 'No address has that name. Unset HOST, or set 127.0.0.1 or 0.0.0.0.',
  EAI_AGAIN: 'No address has that name. Unset HOST, or set 127.0.0.1 or 0.0.0.0.',
};

function openError(
  port: number,
  addresses: readonly Address[],
  cause: NodeJS.ErrnoException | undefined,
): Error {
  const remedy = REMEDIES[cause?.code ?? ''];
  if (remedy === undefined) return cause ?? new Error('No address to listen on.');
  const where = addresses.filter((address) => address !== undefined).join(' and ');
  return new BroadsheetError('config', `Port ${port}${where && ` of ${where}`} cannot be opened.`, {
    remedy,
    cause,
  });
}
