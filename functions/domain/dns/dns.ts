/** The port of DNS look-ups, and rules on domain names. */

/** Each method returns an empty list if there is no such record or name, and throws `unavailable` if no server answers. */
export type Dns = {
  /** TXT records, the strings of each joined (RFC 7208 §3.3). */
  txt(name: string): Promise<readonly string[]>;
  /** Mail exchanges, in lower case. */
  mx(name: string): Promise<readonly string[]>;
  cname(name: string): Promise<readonly string[]>;
  /** IPv4 addresses. */
  a?(name: string): Promise<readonly string[]>;
};

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** The domain and all domains above it, down to two labels: `news.paper.press`, `paper.press`. */
export function listDomainsUpwards(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, i) => labels.slice(i).join('.'));
}

export const isWithin = (name: string, domain: string): boolean =>
  name === domain || name.endsWith(`.${domain}`);

/** RFC 2606 and RFC 6761 reserve these domains: nobody can own one. */
export const isReserved = (domain: string): boolean =>
  /(^|\.)(example|test|invalid|localhost)$/.test(domain) || /(^|\.)example\.(com|net|org)$/.test(domain);
