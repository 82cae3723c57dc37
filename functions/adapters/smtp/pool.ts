/** The SMTP connection pool: connections are kept and reused, as many as the server and this thread can use. */
import { performance } from 'node:perf_hooks';
import {
  type Failure,
  type OpenConnection,
  openConnection,
  type SmtpMessage,
  type SmtpServer,
  sendOn,
} from './connection.ts';
import { type ConnectionLimit, createConnectionLimit } from './connection-limit.ts';
import type { WriteBuffer } from './data.ts';
import type { SmtpError } from './outcome.ts';
import { createQueue, type Queue } from './queue.ts';

type Sent = { response: string };

export type SmtpPool = {
  /** Returns the server's answer, or the failure. Never throws. */
  send(message: SmtpMessage): Promise<Sent | Failure>;
  /** The number of connections that may be open now. */
  size(): number;
  close(): void;
};

/** Messages for each connection: servers limit them, and Postfix closes after 100 by default. */
const PER_CONNECTION = 100;
/** Milliseconds after which idle connections are closed by us, before the server does. */
const IDLE = 10_000;
/** RFC 5321 §4.2.3: the service closes this connection. */
const CLOSING = 421;
const NONE_FREE = 'No connection to the mail server became free.';

/** `rooms`: message buffers, as many as messages are under way at once. */
type Parts = {
  server: SmtpServer;
  limit: ConnectionLimit;
  queue: Queue;
  idle: OpenConnection[];
  rooms: WriteBuffer[];
};

/** `most`: connections at once, whatever the server would allow. */
export function createSmtpPool(server: SmtpServer, most: number): SmtpPool {
  const now = () => performance.now();
  const limit = createConnectionLimit(most, busyShare(), now);
  const parts: Parts = { server, limit, queue: createQueue(limit.most, now), idle: [], rooms: [] };
  const rest = setTimeout(() => {
    if (parts.queue.busy() > 0) return;
    limit.rest();
    quitIdle(parts);
    parts.rooms.length = 0;
  }, IDLE).unref();
  return {
    async send(message) {
      rest.refresh();
      // A message that waited longer might be sent after its lease.
      const until = now() + server.timeout;
      for (;;) {
        const result = await attempt(parts, message, until);
        if (result) return result;
      }
    },
    size: limit.most,
    close() {
      clearTimeout(rest);
      quitIdle(parts);
    },
  };
}

function quitIdle({ idle }: Parts): void {
  for (const { connection, broken } of idle.splice(0)) if (!broken) connection.quit();
}

/** Returns undefined if the message was not sent, and another connection may take it. */
async function attempt(
  parts: Parts,
  message: SmtpMessage,
  until: number,
): Promise<Sent | Failure | undefined> {
  const { queue, limit, idle } = parts;
  if (!(await queue.enter(until))) return { error: new Error(NONE_FREE), handed: false };
  const one = await connect(parts, until);
  if (!one || 'error' in one) {
    queue.leave();
    return one;
  }
  const begun = performance.now();
  // Waiting and opening together took too long: the lease may end before the server has the message.
  if (begun >= until) {
    idle.push(one);
    queue.leave();
    return { error: new Error(NONE_FREE), handed: false };
  }
  const room = parts.rooms.pop() ?? { room: Buffer.alloc(0) };
  const result = await sendOn(one, message, room);
  if (!('error' in result)) {
    parts.rooms.push(room);
    limit.answered(performance.now() - begun, queue.isWaiting());
  }
  putBack(parts, one, result);
  return result;
}

/** Returns undefined if the server refuses this connection but keeps others: the message then waits for one of those. */
async function connect(
  { idle, server, queue, limit }: Parts,
  until: number,
): Promise<OpenConnection | Failure | undefined> {
  while (idle.length > 0) {
    const one = idle.pop()!;
    if (!one.broken) return one;
  }
  try {
    return await openConnection(server);
  } catch (error) {
    // Idle connections count too: they come next.
    const others = queue.busy() - 1 + idle.filter(({ broken }) => !broken).length;
    if (others > 0) limit.refused(others);
    if (others > 0 && performance.now() < until) return undefined;
    return { error: error as SmtpError, handed: false };
  }
}

function putBack({ queue, limit, idle }: Parts, one: OpenConnection, result: Sent | Failure): void {
  const failed = 'error' in result;
  if (!failed && one.used >= PER_CONNECTION) {
    // The next connection is opened after this one ended, for a server that counts connections.
    one.connection.once('end', queue.leave);
    one.connection.quit();
    return;
  }
  if (failed && result.error.responseCode === CLOSING) limit.refused(queue.busy() >> 1);
  if (failed) one.connection.close();
  else idle.push(one);
  queue.leave();
}

/** Measures the share of time that this thread was busy since the last call. */
function busyShare(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
