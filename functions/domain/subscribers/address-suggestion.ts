/** Suggests the domain that a typo may have meant ("Did you mean gmail.com?", by edit distance). The person who typed it decides. */
import { editDistance } from '../text/nearest-word.ts';
import { isLargeProvider } from './large-providers.ts';

/** Domains to suggest: the most used ones of the large providers (large-providers.ts). */
const COMMON_DOMAINS = [
  'gmail.com googlemail.com yahoo.com ymail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com aol.com',
  'proton.me protonmail.com pm.me fastmail.com hey.com zoho.com mail.com email.com gmx.com gmx.net gmx.de gmx.at gmx.ch web.de',
  't-online.de freenet.de posteo.de mailbox.org orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it virgilio.it tiscali.it',
  'yahoo.co.uk hotmail.co.uk live.co.uk outlook.fr outlook.de hotmail.fr hotmail.de hotmail.it hotmail.es yahoo.fr yahoo.de',
  'yahoo.es yahoo.it yahoo.ca yahoo.co.in yahoo.co.jp btinternet.com virginmedia.com sky.com comcast.net verizon.net att.net',
  'sbcglobal.net bellsouth.net cox.net yandex.ru yandex.com mail.ru bk.ru qq.com 163.com 126.com naver.com daum.net rediffmail.com',
].flatMap((line) => line.split(' '));

/** True for a domain that is known to exist: one known domain is never taken for a typo of another. */
const isKnownDomain = (domain: string): boolean => isLargeProvider(domain) || COMMON_DOMAINS.includes(domain);

/** Top-level domains that do not exist, each with the one that was probably meant. */
const MISTYPED_ENDINGS: readonly [RegExp, string][] = [
  [/\.(con|cmo|ocm|vom|xom|comm|coom|cpm|clm)$/, '.com'],
  [/\.(ner|ent|nett|bet)$/, '.net'],
  [/\.(ogr|orgg|rog)$/, '.org'],
  // No top-level domain has one letter (RFC 1591; the country codes of ISO 3166 have two).
  [/\.[cm]$/, '.com'],
  [/\.[nt]$/, '.net'],
  [/\.[go]$/, '.org'],
];

/** The address with its domain or its ending corrected; undefined if neither looks mistyped. `email` comes from parseAddress. */
export function suggestAddress(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  const near = findNearestDomain(domain);
  return near === undefined ? undefined : `${email.slice(0, at)}@${near}`;
}

function findNearestDomain(domain: string): string | undefined {
  if (isKnownDomain(domain) || domain.length > 20) return undefined;
  const ended = MISTYPED_ENDINGS.reduce((text, [pattern, ending]) => text.replace(pattern, ending), domain);
  if (isKnownDomain(ended)) return ended;
  // Short domains lie too close together to be suggested: `me.com` has dozens of real neighbours, one edit away.
  const near = COMMON_DOMAINS.find(
    (known) =>
      known.length >= 8 && Math.abs(known.length - ended.length) <= 1 && editDistance(ended, known) === 1,
  );
  return near ?? (ended === domain ? undefined : ended);
}

/** A sentence for an operator about an address that looks mistyped; undefined if the address looks right. */
export function describeTypo(email: string): string | undefined {
  const meant = suggestAddress(email);
  if (meant !== undefined) return `Did you mean ${meant}?`;
  const top = email.slice(email.lastIndexOf('.') + 1);
  return top.length === 1 ? `No domain ends in \`.${top}\`: is the address whole?` : undefined;
}
