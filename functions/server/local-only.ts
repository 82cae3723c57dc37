/**
 * The local-only guard of drafts, and of letters with their links: only this machine may see them, unless HOST opens it. Pages of other
 * sites may not (CSRF, DNS rebinding).
 */
import type { IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { securityHeaders } from '../web/http/headers.ts';
import type { Config } from '../wiring/config.ts';
import { isLoopback } from '../wiring/trusted-proxy.ts';
import { hostNameIn } from './host-header.ts';
import { remembered } from './memoize-by-text.ts';

/** Returns the sentence of the refusal; undefined if the request may pass. */
export type Door = (incoming: IncomingMessage) => string | undefined;

/** Headers of proxies: each says that the request was made for another client. */
const PROXIED = [
  ...[
    'forwarded',
    'via',
    'cdn-loop',
    'x-forwarded',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
  ],
  ...['x-forwarded-port', 'x-forwarded-server', 'x-real-ip', 'x-client-ip', 'x-cluster-client-ip'],
  ...['true-client-ip', 'cf-connecting-ip', 'fly-client-ip'],
];

const NOT_HERE =
  'Drafts and mail are shown to the machine they are on. Start it with HOST=0.0.0.0 to show them to others.\n';
const OTHER_SITE = 'Drafts and mail are not for pages of other sites.\n';
const OTHER_NAME =
  'Drafts and mail are not shown by this name. Open them as localhost, or set BASE_URL to the address you use.\n';

export function createDoor({ host, baseUrl }: Pick<Config, 'host' | 'baseUrl'>): Door {
  const open = isOpened(host);
  const ours = hostNameIn(new URL(baseUrl).host);
  const isNear = remembered(isLoopback);
  const isOurs = remembered((asked) => answersTo(hostNameIn(asked), ours, open));
  return ({ socket, headers, url = '' }) => {
    if (!open && !isNear(socket.remoteAddress ?? '')) return NOT_HERE;
    if (!open && PROXIED.some((name) => headers[name] !== undefined)) return NOT_HERE;
    if (!isOurs(headers.host ?? '') || !isOurs(hostInTarget(url) ?? headers.host ?? '')) return OTHER_NAME;
    return isEmbedded(headers, url) ? OTHER_SITE : undefined;
  };
}

/** A target that is a whole URL takes precedence over Host (RFC 9112 §3.2.2). */
const hostInTarget = (target: string): string | undefined => /^[\w+.-]+:\/\/([^/?#]*)/.exec(target)?.[1];

/**
 * A page of another site could learn which drafts exist by whether its scripts, frames or fetches of them load. Links may lead here, and a
 * letter in its frame, which belongs to no site, shows its pictures (w3.org/TR/fetch-metadata).
 */
const isEmbedded = (headers: IncomingHttpHeaders, target: string): boolean =>
  headers['sec-fetch-site'] === 'cross-site' &&
  headers['sec-fetch-dest'] !== 'document' &&
  !(headers['sec-fetch-dest'] === 'image' && PICTURES.test(target));

/** A picture element may request any path, also an endless stream, so only the folders of pictures answer it. */
const PICTURES = /^(\/(media|assets)\/[\w-][^/\\]*)?$/;

/**
 * DNS rebinding: a page may point its own name at this machine and then read what its visitor may; the Host header still has that name.
 * Addresses, and names that cannot be owned on the internet, are safe from that.
 */
function answersTo(name: string | undefined, ours: string | undefined, open: boolean): boolean {
  if (name === undefined) return false;
  if (isHere(name) || name === ours || (open && isIP(name) !== 0)) return true;
  return open && (!name.includes('.') || name.endsWith('.local'));
}

/** True if HOST opens more than this machine. */
export const isOpened = (host: string | undefined): host is string => host !== undefined && !isHere(host);

/** True if the name or address always means this machine. */
export const isHere = (name: string): boolean =>
  isLoopback(name) || name === 'localhost' || name.endsWith('.localhost');

const REFUSED = {
  ...securityHeaders('', false),
  'Content-Type': 'text/plain; charset=utf-8',
  'Cache-Control': 'no-store',
};

/** Guards all of a server. */
export const behindDoor =
  (door: Door, answer: RequestListener): RequestListener =>
  (incoming, outgoing) => {
    const told = door(incoming);
    if (told === undefined) return answer(incoming, outgoing);
    outgoing.writeHead(403, REFUSED);
    outgoing.end(told);
  };

/** Guards some routes of a server. */
export const routesBehindDoor =
  (door: Door): MiddlewareHandler =>
  async (c, next) => {
    const told = door((c.env as HttpBindings).incoming);
    return told === undefined ? next() : new Response(told, { status: 403, headers: REFUSED });
  };
