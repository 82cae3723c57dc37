/** TRUSTED_PROXY: the proxies that are trusted to name the client IP, and the header that they use (X-Forwarded-For …). */
import { BlockList, isIP } from 'node:net';
import { BroadsheetError } from '../domain/error.ts';
import { FORWARDED_FOR, readClientAddress } from '../domain/limits/client-address.ts';

/** `header` in lower case; `from`: addresses, networks, or `loopback`. */
export type TrustedProxy = { header: string; from: readonly string[] };

const SYNTAX_HINT =
  'Write header@proxy, such as X-Forwarded-For@loopback, X-Real-IP@10.0.0.5 or X-Forwarded-For@172.16.0.0/12.';

/** Parses `X-Forwarded-For@loopback`; commas separate several proxies. Throws `config`. */
export function readTrustedProxy(text: string | undefined): TrustedProxy | undefined {
  if (!text) return undefined;
  const createError = (remedy: string) =>
    new BroadsheetError('config', `TRUSTED_PROXY is "${text}".`, { remedy: `${remedy} ${SYNTAX_HINT}` });
  const [, header = '', proxies = ''] = /^([A-Za-z][A-Za-z0-9-]*)@(\S+)$/.exec(text) ?? [];
  const from = proxies.split(',');
  if (header === '' || !from.every(isNetwork)) throw createError('The value is no header and proxy.');
  if (header.toLowerCase() === 'forwarded')
    throw createError(`Forwarded (RFC 7239) is not read: let the proxy set ${FORWARDED_FOR}.`);
  if (from.some((one) => one.endsWith('/0'))) throw createError('A network of all addresses is no proxy.');
  return { header: header.toLowerCase(), from };
}

/** Whether the text is `loopback`, an address, or a network in CIDR notation. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return text === 'loopback' || (family !== 0 && isLength && rest.length === 0);
}

const LOOPBACK = ['127.0.0.0/8', '::1'];

/** Returns a test whether an address lies in the networks. IPv4-mapped IPv6 (`::ffff:127.0.0.1`) counts as IPv4. */
function createNetworkTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const one of networks.flatMap((n) => (n === 'loopback' ? LOOPBACK : [n]))) {
    const [address = '', bits] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}

export const isLoopback = createNetworkTest(['loopback']);

/** `peer`: the other end of the socket; `header` reads one of the request's. */
export type ClientAddress = (peer: string, header: (name: string) => string | undefined) => string;

/** The address of the client: the peer, or the client that a trusted proxy names in its header. */
export function clientAddressBy(proxy: TrustedProxy | undefined): ClientAddress {
  if (!proxy) return (peer) => peer;
  const isProxy = createNetworkTest(proxy.from);
  return (peer, header) => {
    const said = isProxy(peer) ? header(proxy.header) : undefined;
    return (said !== undefined && readClientAddress(proxy.header, said, isProxy)) || peer;
  };
}
