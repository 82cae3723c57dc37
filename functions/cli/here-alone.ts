/** Who may see drafts, and letters with their links: this machine alone, unless HOST opens it; and no page from elsewhere. */
import type { IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { securityHeaders } from '../web/headers.ts';
import type { Config } from '../wiring/config.ts';
import { isLoopback } from '../wiring/trusted-proxy.ts';

/** The sentence for whom it is closed to; undefined: open. */
export type Door = (incoming: IncomingMessage) => string | undefined;

/** Each says that somebody asked for somebody else. */
const PROXIED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

const MOST_NAMES = 100;

const NOT_HERE =
  'Drafts and mail are shown to the machine they are on. Start it with HOST=0.0.0.0 to show them to others.\n';
const OTHER_SITE = 'Drafts and mail are not for pages of other sites.\n';
const OTHER_NAME =
  'Drafts and mail are not shown by this name. Open them as localhost, or set BASE_URL to the address you use.\n';

export function createDoor({ host, baseUrl }: Pick<Config, 'host' | 'baseUrl'>): Door {
  const open = host !== undefined && !isHere(host);
  const ours = new URL(baseUrl).hostname;
  const isNear = remembered(isLoopback);
  const isOurs = remembered((host) => answersTo(hostname(host), ours, open));
  return ({ socket, headers }) => {
    if (!open && !isNear(socket.remoteAddress ?? '')) return NOT_HERE;
    if (!open && PROXIED.some((name) => headers[name] !== undefined)) return NOT_HERE;
    if (!isOurs(headers.host ?? '')) return OTHER_NAME;
    return isEmbedded(headers) ? OTHER_SITE : undefined;
  };
}

/** Every request asks, and nearly all of them the same: parsing addresses took a tenth of an answer. */
function remembered(ask: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    // Whoever makes up names must not fill the memory.
    if (answers.size < MOST_NAMES) answers.set(text, answer);
    return answer;
  };
}

/**
 * By whether its scripts, frames or fetches of ours load, a page elsewhere learns which drafts there are. Links may lead here,
 * and a letter in its frame, which is of no site, shows its pictures (fetch-metadata: w3.org/TR/fetch-metadata).
 */
const isEmbedded = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-fetch-site'] === 'cross-site' &&
  headers['sec-fetch-dest'] !== 'document' &&
  headers['sec-fetch-dest'] !== 'image';

/**
 * A page may have its own name lead to this machine, and then read here what its visitor may (DNS rebinding); the Host
 * header still says that name. Addresses, and names that nobody can own on the internet, cannot be made to.
 */
function answersTo(name: string, ours: string, open: boolean): boolean {
  const plain = name.replace(/^\[|\]$/g, '');
  if (isHere(plain) || name === ours || (open && isIP(plain) !== 0)) return true;
  return open && (!name.includes('.') || name.endsWith('.local'));
}

const isHere = (name: string): boolean =>
  isLoopback(name) || name === 'localhost' || name.endsWith('.localhost');

/** RFC 9110 §7.2: `host:port`; no name of anything where it cannot be read. */
const hostname = (host: string): string => URL.parse(`http://${host}`)?.hostname ?? 'unreadable.invalid';

const REFUSED = {
  ...securityHeaders('', false),
  'Content-Type': 'text/plain; charset=utf-8',
  'Cache-Control': 'no-store',
};

/** For all of a server. */
export const behindDoor =
  (door: Door, answer: RequestListener): RequestListener =>
  (incoming, outgoing) => {
    const told = door(incoming);
    if (told === undefined) return answer(incoming, outgoing);
    outgoing.writeHead(403, REFUSED);
    outgoing.end(told);
  };

/** For some of its routes. */
export const routesBehindDoor =
  (door: Door): MiddlewareHandler =>
  async (c, next) => {
    const told = door((c.env as HttpBindings).incoming);
    return told === undefined ? next() : new Response(told, { status: 403, headers: REFUSED });
  };
