/** Who may listen to a preview's event stream (server-sent events), and for how long. */
import type { Context } from 'hono';

/** Of one browser and name: a browser has six connections there (HTTP/1.1), and the next page needs one. */
export const MOST_OF_A_BROWSER = 4;

/** `browser`: undefined where nothing is known of it. `rest` ends the stream until its page is looked at again. */
export type Listener = { browser: string | undefined; rest(): void };

/**
 * An EventSource of our own pages: fetched (not drawn, run or gone to) from the same origin. A browser older than Fetch
 * Metadata says by Accept that it wants events, and by Origin that another site does. Node's fetch says its mode alone.
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

/** The name it asks for and the machine it is on. A page may make up names of loopback without end: they are one. */
export function browserOf(c: Context): string | undefined {
  const host = c.req.header('host')?.toLowerCase();
  if (host === undefined) return undefined;
  const name = host.replace(/^.*\.(?=localhost(:|$))/, '').replace(/^127\.[\d.]+/, '127.0.0.1');
  const { incoming } = (c.env ?? {}) as Peer;
  return `${name} ${incoming?.socket.remoteAddress ?? ''}`;
}

/** The page that has listened longest rests for the newest one, which an editor is looking at. */
export function makeRoomFor(browser: string | undefined, listeners: ReadonlySet<Listener>): void {
  const own = [...listeners].filter((listener) => browser !== undefined && listener.browser === browser);
  for (const oldest of own.slice(0, Math.max(0, own.length + 1 - MOST_OF_A_BROWSER))) oldest.rest();
}
