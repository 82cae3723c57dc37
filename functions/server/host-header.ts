/** The name in a Host header, read by its grammar (RFC 9110 §7.2): a URL parser forgives what no browser sends. */
import type { RequestListener } from 'node:http';
import { isIP } from 'node:net';
import { securityHeaders } from '../web/http/headers.ts';
import { remembered } from './memoize-by-text.ts';

/** An IPv6 address in brackets, or labels of letters, digits, `_` and `-`, perhaps with a dot at the end; perhaps a port. */
const HOST = /^(\[[\da-f:.]{2,45}\]|[a-z\d_-]{1,63}(?:\.[a-z\d_-]{1,63})*\.?)(?::(\d{0,5}))?$/i;
/** What a URL parser takes for an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker). */
const NUMBER_AT_END = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/;
const MOST_BYTES = 260;
const MOST_PORT = 65_535;

/** In lower case, an IPv6 address without its brackets. undefined: the name of nothing. */
export function hostNameIn(host: string): string | undefined {
  const [, written = '', port = ''] = host.length > MOST_BYTES ? [] : (HOST.exec(host) ?? []);
  const name = written.toLowerCase();
  if (name === '' || Number(port) > MOST_PORT) return undefined;
  if (name.startsWith('[')) return isIP(name.slice(1, -1)) === 6 ? name.slice(1, -1) : undefined;
  return NUMBER_AT_END.test(name) && isIP(name.replace(/\.$/, '')) !== 4 ? undefined : name;
}

/**
 * As a URL parser writes it: the app compares the two, and refuses `localhost:` and `[0:0:0:0:0:0:0:1]`, which content answers.
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
 * RFC 9112 §3.2: a second Host, and one that cannot be read, is 400 at every path. Without any, as HTTP/1.0 has it, a
 * request is answered.
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

/** Names and values take turns. */
function hostsOf(raw: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    if (name.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count;
}
