/** Node's HTTP server with every limit said: who is slow, large or many is cut off, whatever node's defaults are. */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

/** Milliseconds where they are times. */
export type Limits = {
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

export const LIMITS: Limits = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 75_000,
  // Longer than the silence of an editor's open page (preview.ts: HEARTBEAT).
  timeout: 120_000,
  maxHeaderSize: 16 * 1024,
  maxConnections: 10_000,
};

export function createHttpServer(fetch: Hono['fetch'], limits: Limits = LIMITS): Server {
  const { timeout, maxConnections, ...serverOptions } = limits;
  const server = createAdaptorServer({
    fetch,
    // Strict whatever NODE_OPTIONS says: a parser that forgives is one that a proxy understands otherwise.
    serverOptions: { ...serverOptions, insecureHTTPParser: false, requireHostHeader: true },
  }) as Server;
  return Object.assign(server, { timeout, maxConnections });
}
