/** What DNS says of a name, for those who prove that a sender is who it says. */

/** Each answers with an empty list where there is no such record or name, and throws `unavailable` where nobody answered. */
export type Dns = {
  /** Each record's strings joined (RFC 7208 §3.3). */
  txt(name: string): Promise<readonly string[]>;
  /** Exchanges, lower-case. */
  mx(name: string): Promise<readonly string[]>;
  cname(name: string): Promise<readonly string[]>;
  /** IPv4. */
  a?(name: string): Promise<readonly string[]>;
};

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** `news.paper.press`, `paper.press`: itself and what is above it, down to two labels. */
export function upwards(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, i) => labels.slice(i).join('.'));
}

export const within = (name: string, domain: string): boolean =>
  name === domain || name.endsWith(`.${domain}`);

/** RFC 2606, RFC 6761: nobody can own them. */
export const isReserved = (domain: string): boolean =>
  /(^|\.)(example|test|invalid|localhost)$/.test(domain) || /(^|\.)example\.(com|net|org)$/.test(domain);
