/** Reads the client IP that a proxy of ours wrote into a header. The caller checks that the request came from such a proxy. */

/** The only header that holds a list: each proxy appends the address that asked it. */
export const FORWARDED_FOR = 'x-forwarded-for';
/** CloudFront always adds a port, and no brackets to IPv6 (docs.aws.amazon.com/AmazonCloudFront: CloudFront-Viewer-Address). */
const VIEWER_ADDRESS = 'cloudfront-viewer-address';

const IPV4_PATTERN = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * `header` is in lower case. A list yields its last entry that is no proxy of ours, because a client can forge all entries before that
 * one. undefined if `value` has no address.
 */
export function readClientAddress(
  header: string,
  value: string,
  isProxy: (address: string) => boolean,
): string | undefined {
  if (header !== FORWARDED_FOR)
    return readIpAddress(header === VIEWER_ADDRESS ? value.replace(/:\d+$/, '') : value);
  let client: string | undefined;
  for (const entry of value.split(',').reverse()) {
    const address = readIpAddress(entry);
    if (address === undefined) return client;
    client = address;
    if (!isProxy(address)) return client;
  }
  return client;
}

/** Reads `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`. */
function readIpAddress(text: string): string | undefined {
  const [, bracketed, plain = bracketed ?? ''] =
    /^\s*(?:\[([0-9a-f:.]+)\](?::\d+)?|([0-9.]+)(?::\d+)?)\s*$/i.exec(text) ?? [];
  const address = plain || text.trim();
  if (IPV4_PATTERN.test(address))
    return address.split('.').every((part) => Number(part) < 256) ? address : undefined;
  return address.includes(':') && URL.canParse(`http://[${address}]`) ? address : undefined;
}
