/** The network an address on the internet belongs to: who shares it shares a limit. */

/** `/24` of IPv4, `/48` of IPv6 (what one household or office is given at most); anything else is a network of its own. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  // The URL parser knows IPv6 and writes it in one way (RFC 5952).
  const host = URL.parse(`http://[${plain}]`)?.hostname;
  return host === undefined ? plain.slice(0, 64) : `${groups(host.slice(1, -1)).slice(0, 3).join(':')}::/48`;
}

/** All eight groups: `::` written out. */
function groups(address: string): string[] {
  const [head = '', tail] = address
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':'))) as string[][];
  return [
    ...head,
    ...Array(tail === undefined ? 0 : 8 - head.length - tail.length).fill('0'),
    ...(tail ?? []),
  ];
}
