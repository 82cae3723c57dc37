/** Signed links (magic links) of letters and notices: a token signs its purpose and the subscriber's id, and holds no address. */
import { BroadsheetError } from '../error.ts';
import { hmac, isSameSecret } from '../hmac.ts';
import type { LinkKey, Secrets } from '../secrets.ts';
import type { Instant } from '../time/instant.ts';

/**
 * confirm a sign-up · preferences and unsubscribe from a letter · undo an unsubscribe · manage (export, erase, change of
 * address: one hour, mailed on request) · stop a held run, release it.
 */
export type LinkPurpose = 'confirm' | 'preferences' | 'unsubscribe' | 'undo' | 'manage' | 'stop' | 'release';

export type LinkClaim = {
  purpose: LinkPurpose;
  /** Subscriber id, or run id for `stop` and `releasedRun`. [A-Za-z0-9_-] */
  subject: string;
  /** Newsletter id, or nothing. [A-Za-z0-9_-] */
  about: string;
  /** undefined: for ever. */
  expires: Instant | undefined;
  /** Of the subscriber's row (subscriber.ts): a row that is made after an erasure has another. [A-Za-z0-9_-] */
  epoch?: string | undefined;
  /** Of `confirm`: the request that its mail named (sign-up-request.ts). [A-Za-z0-9_-] */
  ref?: string | undefined;
  /** A retired key signed it: such a link unsubscribes, and hands out nothing. Said by readLink. */
  retired?: boolean;
};

/** 128 bits: nobody guesses one, and the token stays under 100 characters. */
const MAC_LENGTH = 22;

const mac = (key: LinkKey, signed: string): string => hmac(key.secret, signed).slice(0, MAC_LENGTH);

/** What is said beyond the expiry, each behind its own separator; nothing where neither is said. */
const extras = ({ epoch = '', ref = '' }: Pick<LinkClaim, 'epoch' | 'ref'>, separator: string): string =>
  ref !== '' ? `${separator}${epoch}${separator}${ref}` : epoch !== '' ? `${separator}${epoch}` : '';

const signedPart = (c: LinkClaim, expires: string): string =>
  `${c.purpose}\n${c.subject}\n${c.about}\n${expires}${extras(c, '\n')}`;

/**
 * `<key id>.<subject>.<about>.<expiry, seconds in base 36>[.<epoch>[.<ref>]].<mac>`: safe in a URL's path as it is. Without epoch and
 * ref it is what versions before them made.
 */
export function signLink(secrets: Secrets, claim: LinkClaim): string {
  const key = secrets.links.current;
  const expires = claim.expires === undefined ? '' : Math.floor(claim.expires / 1000).toString(36);
  const signature = mac(key, signedPart(claim, expires));
  return `${key.id}.${claim.subject}.${claim.about}.${expires}${extras(claim, '.')}.${signature}`;
}

/** What signLink makes of ids; a run's is 124 characters at most, and nothing of ours comes near this. */
const TOKEN = /^[A-Za-z0-9._-]{1,300}$/;

const FORGED = 'This link is not one of ours, or it was cut short on its way.';
const REMEDY =
  'Open the link from the letter itself, take that of another letter, or have one sent at /subscribe.';

/** Throws `forged`, or `expired`. A retired key verifies `unsubscribe` and nothing else. */
export function readLink(secrets: Secrets, token: string, purpose: LinkPurpose, now: Instant): LinkClaim {
  const parts = token.split('.');
  const [keyId, subject, about, expires] = parts;
  const given = parts.at(-1);
  const [epoch = '', ref = ''] = parts.slice(4, -1);
  const ring = [secrets.links.current, ...(purpose === 'unsubscribe' ? secrets.links.retired : [])];
  const key = ring.find((k) => k.id === keyId);
  if (
    !TOKEN.test(token) ||
    !key ||
    !subject ||
    about === undefined ||
    expires === undefined ||
    !given ||
    parts.length < 5 ||
    parts.length > 7 ||
    // One text for one claim: an empty last part would be signed alike.
    (parts.length > 5 && parts.at(-2) === '')
  ) {
    throw new BroadsheetError('forged', FORGED, { remedy: REMEDY });
  }
  const claim: LinkClaim = {
    purpose,
    subject,
    about,
    expires: expires ? Number.parseInt(expires, 36) * 1000 : undefined,
    ...(epoch !== '' && { epoch }),
    ...(ref !== '' && { ref }),
    ...(key !== secrets.links.current && { retired: true }),
  };
  if (!isSameSecret(given, mac(key, signedPart(claim, expires)))) {
    throw new BroadsheetError('forged', FORGED, { remedy: REMEDY });
  }
  if (claim.expires !== undefined && claim.expires <= now) {
    throw new BroadsheetError('expired', 'This link has expired.', { remedy: 'Ask for a new one.' });
  }
  return claim;
}
