/** A client's address as a proxy of ours writes it into a header; whom the header comes from is the caller's to check. */

/** The one header that is a list: each proxy adds, at its end, whom it was asked by. */
export const LIST = 'x-forwarded-for';
/** Always with a port, IPv6 without brackets (docs.aws.amazon.com/AmazonCloudFront: CloudFront-Viewer-Address). */
const WITH_PORT = 'cloudfront-viewer-address';

const V4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * `header` in lower case; undefined where `value` holds no address. Of a list: the last entry that is no proxy of ours,
 * because everything before it was written by whoever asked.
 */
export function clientIn(
  header: string,
  value: string,
  isProxy: (address: string) => boolean,
): string | undefined {
  if (header !== LIST) return addressIn(header === WITH_PORT ? value.replace(/:\d+$/, '') : value);
  let client: string | undefined;
  for (const entry of value.split(',').reverse()) {
    const address = addressIn(entry);
    if (address === undefined) return client;
    client = address;
    if (!isProxy(address)) return client;
  }
  return client;
}

/** `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`. */
function addressIn(text: string): string | undefined {
  const [, bracketed, plain = bracketed ?? ''] =
    /^\s*(?:\[([0-9a-f:.]+)\](?::\d+)?|([0-9.]+)(?::\d+)?)\s*$/i.exec(text) ?? [];
  const address = plain || text.trim();
  if (V4.test(address)) return address.split('.').every((part) => Number(part) < 256) ? address : undefined;
  return address.includes(':') && URL.canParse(`http://[${address}]`) ? address : undefined;
}
