/**
 * The mailbox that an address leads to by its provider's rules (plus addressing, dots), for rate limits alone. Two addresses of one
 * mailbox stay two subscribers, but a stranger must not get around a limit by spelling an address in many ways.
 */

import { addressKey } from '../subscribers/address.ts';
import { isLargeProvider } from '../subscribers/large-providers.ts';

/** Domains where the same name is the same mailbox. Outlook and Hotmail are missing: there the same name may be two people. */
const DOMAINS_BY_PROVIDER: Readonly<Record<string, string>> = {
  'gmail.com': 'googlemail.com',
  'proton.me': 'protonmail.com protonmail.ch pm.me',
  'icloud.com': 'me.com mac.com',
  'yandex.ru':
    'yandex.com yandex.by yandex.kz yandex.ua yandex.uz yandex.az yandex.fr yandex.com.tr yandex.com.ge ya.ru narod.ru',
};
const PRIMARY_DOMAINS = new Map(
  Object.entries(DOMAINS_BY_PROVIDER).flatMap(([domain, others]) =>
    others.split(' ').map((other): [string, string] => [other, domain]),
  ),
);

/** Normalizes the part before the @ as the provider does. */
const NAME_NORMALIZERS: Readonly<Record<string, (name: string) => string>> = {
  // https://support.google.com/mail/answer/7436150
  'gmail.com': (name) => name.replaceAll('.', ''),
  // https://proton.me/support/addresses-and-aliases
  'proton.me': (name) => name.replace(/[._-]/g, ''),
  // https://yandex.com/support/mail: a dot may be written as a hyphen.
  'yandex.ru': (name) => name.replaceAll('-', '.'),
};

/** At Yahoo, disposable addresses are `base-keyword`. */
const HYPHEN_TAG_DOMAIN = /^(yahoo|ymail|rocketmail|myyahoo)\./;
/** Fastmail delivers `anything@name.fastmail.com` to `name` (https://www.fastmail.help/hc/en-us/articles/360060591053). */
const NAME_AS_SUBDOMAIN = /^(?:.+\.)?([^.]+)\.(fastmail\.(?:com|fm|net|org|jp|de|co\.uk))$/;

const cutAt = (name: string, mark: string): string => {
  const at = name.indexOf(mark, 1);
  return at === -1 ? name : name.slice(0, at);
};
const isCounter = (suffix: string): boolean => suffix.length <= 2 || /\d/.test(suffix);

/**
 * Returns `name@domain` in lower case, without a `+` suffix and without characters that the provider ignores. `email` comes from
 * parseAddress.
 *
 * qmail, Courier and some Postfix also deliver `name-anything` to `name`. But `anna-lena` and `anna-maria` are two people, and at a
 * large provider thousands of names begin with `jean-`. So outside large providers a suffix after a hyphen is cut off only if it looks
 * like a counter (it has a digit, or two letters at most). A longer word stays, and counts in the family limit too.
 */
export function mailboxOf(email: string): string {
  const { name, domain } = parseMailbox(email);
  return `${cutHyphenSuffix(name, domain)}@${domain}`;
}

/** The key of all addresses `name-…` at a domain outside the large providers, for a wider limit; undefined if there is none. */
export function mailboxFamilyOf(email: string): string | undefined {
  const { name, domain } = parseMailbox(email);
  const isOwn = !isLargeProvider(domain) && cutHyphenSuffix(name, domain) === name;
  return isOwn && name.indexOf('-', 1) !== -1 ? `${cutAt(name, '-')}-@${domain}` : undefined;
}

/** The domain of the mailbox. Several domains of one provider count as the first of them. */
export const mailboxDomainOf = (email: string): string => parseMailbox(email).domain;

function parseMailbox(email: string): { name: string; domain: string } {
  const key = addressKey(email);
  const at = key.lastIndexOf('@');
  const typed = key.slice(at + 1);
  const [, owner, provider] = NAME_AS_SUBDOMAIN.exec(typed) ?? [];
  if (owner !== undefined && provider !== undefined) return { name: owner, domain: provider };
  const domain = PRIMARY_DOMAINS.get(typed) ?? typed;
  const name = cutAt(key.slice(0, at), '+');
  return { name: NAME_NORMALIZERS[domain]?.(name) || name, domain };
}

function cutHyphenSuffix(name: string, domain: string): string {
  const cut = cutAt(name, '-');
  if (cut === name || HYPHEN_TAG_DOMAIN.test(domain)) return cut;
  return !isLargeProvider(domain) && isCounter(name.slice(cut.length + 1)) ? cut : name;
}
