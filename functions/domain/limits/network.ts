/** The network of an IP address, by which rate limits count: clients of one network share a limit. */

/** The `/24` of IPv4 or the `/48` of IPv6, the most that one household or office gets. Any other text is a network of its own. */
export function networkOf(address: string): string {
  const read = readIp(address);
  if (read === undefined) return stripBrackets(address).slice(0, 64);
  return 'v4' in read ? `${read.v4.slice(0, 3).join('.')}.0/24` : `${read.v6.slice(0, 3).join(':')}::/48`;
}

/** The `/32` of IPv6: the least that an internet provider gets, with 65,536 networks of `/48`. undefined for any other text. */
export function wideNetworkOf(address: string): string | undefined {
  const read = readIp(address);
  return read && 'v6' in read ? `${read.v6.slice(0, 2).join(':')}::/32` : undefined;
}

/** Strips brackets and zone (`fe80::1%eth0`). */
const stripBrackets = (address: string): string =>
  address
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '');

function readIp(address: string): { v4: readonly number[] } | { v6: readonly string[] } | undefined {
  const plain = stripBrackets(address);
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(plain)) return { v4: plain.split('.').map(Number) };
  // The URL parser knows IPv6 and writes it in one way (RFC 5952).
  const host = plain.includes(':') ? URL.parse(`http://[${plain}]`)?.hostname : undefined;
  if (host === undefined) return undefined;
  const v6 = groupsOf(host.slice(1, -1));
  const v4 = readEmbeddedIpv4(v6.map((group) => Number.parseInt(group, 16)));
  return v4 ? { v4 } : { v6 };
}

/** Splits an IPv6 address into its eight groups, with `::` written out. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':'))) as string[][];
  return [
    ...head,
    ...Array(tail === undefined ? 0 : 8 - head.length - tail.length).fill('0'),
    ...(tail ?? []),
  ];
}

/** Prefixes of IPv6 addresses that end in an IPv4 address. */
const IPV4_PREFIXES: readonly (readonly number[])[] = [
  // Mapped and translated (RFC 4291 §2.5.5.2, RFC 7915): ::ffff:a.b.c.d, ::ffff:0:a.b.c.d.
  [0, 0, 0, 0, 0, 0xffff],
  [0, 0, 0, 0, 0xffff, 0],
  // NAT64 (RFC 6052 §2.1, RFC 8215).
  [0x64, 0xff9b, 0, 0, 0, 0],
  [0x64, 0xff9b, 1, 0, 0, 0],
];

/** The IPv4 address that an IPv6 address stands for; undefined if there is none. */
function readEmbeddedIpv4(groups: readonly number[]): readonly number[] | undefined {
  const [first, second, third = 0] = groups;
  const [high = 0, low = 0] = groups.slice(6);
  if (IPV4_PREFIXES.some((prefix) => prefix.every((group, i) => groups[i] === group)))
    return bytesOf(high, low);
  // 6to4 (RFC 3056 §2): 2002:aabb:ccdd::.
  if (first === 0x2002) return bytesOf(second ?? 0, third);
  // Teredo (RFC 4380 §4) holds the client's address with every bit inverted.
  if (first === 0x2001 && second === 0) return bytesOf(high ^ 0xffff, low ^ 0xffff);
  // IPv4-compatible (RFC 4291 §2.5.5.1): ::a.b.c.d; `::1` and its neighbours do not count.
  return high !== 0 && groups.slice(0, 6).every((group) => group === 0) ? bytesOf(high, low) : undefined;
}

const bytesOf = (high: number, low: number): readonly number[] => [
  high >> 8,
  high & 255,
  low >> 8,
  low & 255,
];
