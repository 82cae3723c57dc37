/** Node's HTTP server with every limit said: who is slow, large or many is cut off, whatever node's defaults are. */
import type { RequestListener, Server } from 'node:http';

/** Not `import`: that would fill in what node:http re-exports of fetch and WebSocket too, 45 ms of a start. */
const { createServer } = process.getBuiltinModule('node:http');

/** Milliseconds where they are times. */
export type ServerLimits = {
  /** For a request's head, from when the connection is opened; a silent one counts. Then 408. */
  headersTimeout: number;
  /** For a request, head and body. Then 408. */
  requestTimeout: number;
  /** How often the two are looked at: each may last so much longer. */
  connectionsCheckingInterval: number;
  /** Between two requests of a connection. */
  keepAliveTimeout: number;
  /** Without a byte in either direction: who asks and does not read the answer. */
  timeout: number;
  /** Bytes of a request's head. Then 431. */
  maxHeaderSize: number;
  /** Connections at once; more are closed unanswered. Each takes some 10 KB and a file descriptor. */
  maxConnections: number;
};

export const LIMITS: ServerLimits = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 75_000,
  // Longer than the silence of an editor's open page (preview.ts: HEARTBEAT).
  timeout: 120_000,
  maxHeaderSize: 16 * 1024,
  // Ten thousand feed readers that keep theirs, and room for who comes to sign up.
  maxConnections: 12_000,
};

export function createHttpServer(listener: RequestListener, limits: ServerLimits = LIMITS): Server {
  const { timeout, maxConnections, ...options } = limits;
  // Strict whatever NODE_OPTIONS says: a parser that forgives is one that a proxy understands otherwise.
  const server = createServer({ ...options, insecureHTTPParser: false, requireHostHeader: true }, listener);
  return Object.assign(server, { timeout, maxConnections });
}
