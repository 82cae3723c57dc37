/** A pool of SMTP connections, kept and used again; as many as the server and this thread have a use for. */
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
  /** Returns the server's answer, or what went wrong. Never throws. */
  send(message: SmtpMessage): Promise<Sent | Failure>;
  /** How many connections there may be now. */
  size(): number;
  close(): void;
};

/** Servers limit messages per connection; 100 is what Postfix closes after by default. */
const PER_CONNECTION = 100;
/** Nothing sent for so long: connections are closed by us, before the server does it. Milliseconds. */
const IDLE = 10_000;
/** RFC 5321 §4.2.3: the service closes this connection. */
const CLOSING = 421;
const NONE_FREE = 'No connection to the mail server became free.';

/** `rooms`: to write messages to, as many as are under way at once, whatever connection each goes over. */
type Parts = {
  server: SmtpServer;
  limit: ConnectionLimit;
  queue: Queue;
  idle: OpenConnection[];
  rooms: WriteBuffer[];
};

/** `most` connections at once, whatever the server would take. */
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
      // Whoever waits longer might hand over what a lease no longer covers.
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

/** undefined: not sent, and another connection may take it. */
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
  // Waiting and opening together took too long: the lease it was written ahead under may end before the server has it.
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

/** undefined: the server keeps the others and refuses this one, so that its message waits for one of those. */
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
    // Those that have nothing to do any more, too: it is their turn then.
    const others = queue.busy() - 1 + idle.filter(({ broken }) => !broken).length;
    if (others > 0) limit.refused(others);
    if (others > 0 && performance.now() < until) return undefined;
    return { error: error as SmtpError, handed: false };
  }
}

function putBack({ queue, limit, idle }: Parts, one: OpenConnection, result: Sent | Failure): void {
  const failed = 'error' in result;
  if (!failed && one.used >= PER_CONNECTION) {
    // A server that counts connections has forgotten this one before the next is opened.
    one.connection.once('end', queue.leave);
    one.connection.quit();
    return;
  }
  if (failed && result.error.responseCode === CLOSING) limit.refused(queue.busy() >> 1);
  if (failed) one.connection.close();
  else idle.push(one);
  queue.leave();
}

/** Of this thread's time since it was last asked. */
function busyShare(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
