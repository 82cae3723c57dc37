/** Names of hosts as DNS and certificates have them: labels of letters, digits and hyphens, in small letters. */

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** The last one is no number (an IP address), and may be Punycode: `xn--p1ai`. */
const NAME = new RegExp(`^(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`);

export const isHostName = (name: string): boolean => name.length <= 253 && NAME.test(name);

/** In small letters and Punycode (`müller.de` is `xn--mller-kva.de`), without a dot at its end; undefined: it is none. */
export function hostNameOf(written: string): string | undefined {
  const plain = written.toLowerCase().replace(/\.$/, '');
  if (isHostName(plain)) return plain;
  // What ASCII holds more is no part of a name, though a URL might read it as a path or as escapes.
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(plain)) return undefined;
  const url = `https://${plain}`;
  const name = URL.canParse(url) ? new URL(url).hostname : '';
  return isHostName(name) ? name : undefined;
}
