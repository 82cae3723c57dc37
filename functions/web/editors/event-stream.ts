/** Decides which pages may listen to a preview's event stream (server-sent events), and for how long. */
import type { Context } from 'hono';

/** Streams per browser and host name: a browser has six connections to a host (HTTP/1.1), and the next page needs one. */
export const MOST_OF_A_BROWSER = 4;

/** `browser`: undefined if the request does not tell. `rest` ends the stream until an editor looks at its page again. */
export type Listener = { browser: string | undefined; rest(): void };

/**
 * True if the request is an EventSource of the preview's own pages: a fetch (no image, script or navigation) from the same origin. A
 * browser without Fetch Metadata shows an EventSource by Accept and another site by Origin. Node's fetch sends its mode only.
 */
export function isOfOwnPage(c: Context): boolean {
  const [site, dest = 'empty'] = [c.req.header('sec-fetch-site'), c.req.header('sec-fetch-dest')];
  if (site !== undefined) return site === 'same-origin' && dest === 'empty';
  const [origin, accept] = [c.req.header('origin'), c.req.header('accept')];
  if (origin !== undefined && URL.parse(origin)?.host !== c.req.header('host')) return false;
  const isFetched = c.req.header('sec-fetch-mode') === 'cors';
  return accept === undefined || isFetched || accept.includes('text/event-stream');
}

type Peer = { incoming?: { socket: { remoteAddress?: string } } };

/** Host name and remote address, as the key of a browser. A page can invent any number of loopback names, so they count as one. */
export function browserOf(c: Context): string | undefined {
  const host = c.req.header('host')?.toLowerCase();
  if (host === undefined) return undefined;
  const name = host.replace(/^.*\.(?=localhost(:|$))/, '').replace(/^127\.[\d.]+/, '127.0.0.1');
  const { incoming } = (c.env ?? {}) as Peer;
  return `${name} ${incoming?.socket.remoteAddress ?? ''}`;
}

/** Ends the oldest streams of a browser, so that the newest page, which an editor is looking at, may listen. */
export function makeRoomFor(browser: string | undefined, listeners: ReadonlySet<Listener>): void {
  const own = [...listeners].filter((listener) => browser !== undefined && listener.browser === browser);
  for (const oldest of own.slice(0, Math.max(0, own.length + 1 - MOST_OF_A_BROWSER))) oldest.rest();
}
