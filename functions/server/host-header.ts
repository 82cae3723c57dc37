/** Reads the name in a Host header by its grammar (RFC 9110 §7.2): a URL parser would accept forms that no browser sends. */
import type { RequestListener } from 'node:http';
import { isIP } from 'node:net';
import { securityHeaders } from '../web/http/headers.ts';
import { remembered } from './memoize-by-text.ts';

/** An IPv6 address in brackets, or labels of letters, digits, `_` and `-` with an optional dot at the end; then an optional port. */
const HOST = /^(\[[\da-f:.]{2,45}\]|[a-z\d_-]{1,63}(?:\.[a-z\d_-]{1,63})*\.?)(?::(\d{0,5}))?$/i;
/** A name that a URL parser takes for an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker). */
const NUMBER_AT_END = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/;
const MOST_BYTES = 260;
const MOST_PORT = 65_535;

/** The name in lower case, an IPv6 address without its brackets. undefined if the header names no host. */
export function hostNameIn(host: string): string | undefined {
  const [, written = '', port = ''] = host.length > MOST_BYTES ? [] : (HOST.exec(host) ?? []);
  const name = written.toLowerCase();
  if (name === '' || Number(port) > MOST_PORT) return undefined;
  if (name.startsWith('[')) return isIP(name.slice(1, -1)) === 6 ? name.slice(1, -1) : undefined;
  return NUMBER_AT_END.test(name) && isIP(name.replace(/\.$/, '')) !== 4 ? undefined : name;
}

/**
 * The header as a URL parser writes it: the app compares the two, and would refuse `localhost:` and `[0:0:0:0:0:0:0:1]`, which the content
 * routes answer.
 */
export function plainHost(host: string): string | undefined {
  const name = hostNameIn(host);
  if (name === undefined) return undefined;
  if (!host.startsWith('[')) return host.replace(/:$/, '');
  const port = host.slice(host.indexOf(']') + 1);
  return `${new URL(`http://[${name}]`).hostname}${port === ':' ? '' : port}`;
}

const UNREADABLE = {
  ...securityHeaders('', false),
  'Content-Type': 'text/plain; charset=utf-8',
  'Cache-Control': 'no-store',
};

/**
 * Refuses a second Host header, and an unreadable one, with 400 at every path (RFC 9112 §3.2). A request without Host (HTTP/1.0) is
 * answered.
 */
export function refuseOddHosts(answer: RequestListener): RequestListener {
  const plain = remembered(plainHost);
  return (incoming, outgoing) => {
    const { host } = incoming.headers;
    const written = host === undefined ? undefined : plain(host);
    if ((host === undefined || written !== undefined) && hostsOf(incoming.rawHeaders) < 2) {
      if (written !== host) incoming.headers.host = written;
      return answer(incoming, outgoing);
    }
    outgoing.writeHead(400, UNREADABLE);
    outgoing.end('400 invalid\n');
  };
}

/** Counts the Host headers; in `raw`, names and values alternate. */
function hostsOf(raw: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    if (name.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count;
}
