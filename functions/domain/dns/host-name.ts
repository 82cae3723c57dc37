/** Host names as DNS and certificates have them: labels of letters, digits and hyphens, in lower case. */

const LABEL_PATTERN = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** The last label is no number (that would be an IP address), and may be Punycode: `xn--p1ai`. */
const HOST_NAME_PATTERN = new RegExp(`^(?:${LABEL_PATTERN}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`);

export const isHostName = (name: string): boolean => name.length <= 253 && HOST_NAME_PATTERN.test(name);

/** Normalizes a host name to lower case and Punycode (`xn--mller-kva.de` for `müller.de`), without a last dot; undefined if invalid. */
export function hostNameOf(written: string): string | undefined {
  const plain = written.toLowerCase().replace(/\.$/, '');
  if (isHostName(plain)) return plain;
  // Other ASCII characters are no part of a host name, though the URL parser would read them as a path or as escapes.
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(plain)) return undefined;
  const url = `https://${plain}`;
  const name = URL.canParse(url) ? new URL(url).hostname : '';
  return isHostName(name) ? name : undefined;
}
