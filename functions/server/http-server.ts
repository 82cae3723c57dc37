/** Node's HTTP server with all limits set explicitly (slowloris, size, connections), whatever Node's defaults are. */
import type { RequestListener, Server } from 'node:http';

/** An `import` would also evaluate fetch and WebSocket, which node:http re-exports: 45 ms of a start. */
const { createServer } = process.getBuiltinModule('node:http');

/** Timeouts are in milliseconds. */
export type ServerLimits = {
  /** Time for a request's head, from the opening of the connection, also a silent one. Then 408. */
  headersTimeout: number;
  /** Time for a request, head and body. Then 408. */
  requestTimeout: number;
  /** Interval at which the two timeouts are checked, so each may last that much longer. */
  connectionsCheckingInterval: number;
  /** Time between two requests of a connection. */
  keepAliveTimeout: number;
  /** Time without a byte in either direction, as with a client that does not read its answer. */
  timeout: number;
  /** Bytes of a request's head. Then 431. */
  maxHeaderSize: number;
  /** Connections at once; more are closed unanswered. Each takes some 10 KB and a file descriptor. */
  maxConnections: number;
};

export const SERVER_LIMITS: ServerLimits = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 75_000,
  // Longer than the silence between two heartbeats of an editor's open page (preview.ts: HEARTBEAT_INTERVAL).
  timeout: 120_000,
  maxHeaderSize: 16 * 1024,
  // Room for ten thousand feed readers with kept connections, and for sign-ups.
  maxConnections: 12_000,
};

export function createHttpServer(listener: RequestListener, limits: ServerLimits = SERVER_LIMITS): Server {
  const { timeout, maxConnections, ...options } = limits;
  // Strict parsing whatever NODE_OPTIONS says: a lenient parser and a proxy may read one request differently (request smuggling).
  const server = createServer({ ...options, insecureHTTPParser: false, requireHostHeader: true }, listener);
  return Object.assign(server, { timeout, maxConnections });
}
