/** Signed links (magic links): the tokens in a letter's URLs. The HMAC covers the purpose, which is not shown; no address is in a token. */
import { BroadsheetError } from '../error.ts';
import { hmac, isSameSecret } from '../hmac.ts';
import type { LinkKey, Secrets } from '../secrets.ts';
import type { Instant } from '../time/instant.ts';

/**
 * confirm: a sign-up or a move · preferences, unsubscribe: in every letter · undo: takes an unsubscribe back · manage: export, erasure,
 * change of address (mailed on request, valid for one hour) · stop, release: of a held run.
 */
export type LinkPurpose = 'confirm' | 'preferences' | 'unsubscribe' | 'undo' | 'manage' | 'stop' | 'release';

export type LinkClaim = {
  purpose: LinkPurpose;
  /** Subscriber id, or run id for `stop` and `release`. [A-Za-z0-9_-] */
  subject: string;
  /** Newsletter id, or empty; `undo` adds the time of the unsubscribe. [A-Za-z0-9_-] */
  about: string;
  /** undefined if the link never expires. */
  expires: Instant | undefined;
  /** Epoch of the subscriber's row (subscriber.ts); a row made after an erasure has another. [A-Za-z0-9_-] */
  epoch?: string | undefined;
  /** For `confirm`: the request that its mail named (sign-up-request.ts). [A-Za-z0-9_-] */
  ref?: string | undefined;
  /** Set by readLink if a retired key signed the link: its pages may unsubscribe, and hand out no other link. */
  retired?: boolean;
};

/** Characters of base64url, 132 bits: a MAC cannot be guessed, and the token stays short. */
const MAC_LENGTH = 22;

const computeMac = (key: LinkKey, signed: string): string => hmac(key.secret, signed).slice(0, MAC_LENGTH);

/** Epoch and ref, each behind a separator; empty if the claim has neither. */
const joinExtras = ({ epoch = '', ref = '' }: Pick<LinkClaim, 'epoch' | 'ref'>, separator: string): string =>
  ref !== '' ? `${separator}${epoch}${separator}${ref}` : epoch !== '' ? `${separator}${epoch}` : '';

const textToSign = (c: LinkClaim, expires: string): string =>
  `${c.purpose}\n${c.subject}\n${c.about}\n${expires}${joinExtras(c, '\n')}`;

/**
 * `<key id>.<subject>.<about>.<expiry, seconds in base 36>[.<epoch>[.<ref>]].<mac>`: safe in a URL's path as it is. A token without
 * epoch and ref equals those of versions that knew neither.
 */
export function signLink(secrets: Secrets, claim: LinkClaim): string {
  const key = secrets.links.current;
  const expires = claim.expires === undefined ? '' : Math.floor(claim.expires / 1000).toString(36);
  const signature = computeMac(key, textToSign(claim, expires));
  return `${key.id}.${claim.subject}.${claim.about}.${expires}${joinExtras(claim, '.')}.${signature}`;
}

/** The shape of a token. The longest ids, those of runs, have 124 characters, so no token of ours comes near the bound. */
const TOKEN_PATTERN = /^[A-Za-z0-9._-]{1,300}$/;

const FORGED_MESSAGE = 'This link is not one of ours, or it was cut short on its way.';
const FORGED_REMEDY =
  'Open the link from the letter itself, take that of another letter, or have one sent at /subscribe.';

/** Verifies a token and returns its claim. A retired key verifies `unsubscribe` alone. Throws `forged`, `expired`. */
export function readLink(secrets: Secrets, token: string, purpose: LinkPurpose, now: Instant): LinkClaim {
  const parts = token.split('.');
  const [keyId, subject, about, expires] = parts;
  const given = parts.at(-1);
  const [epoch = '', ref = ''] = parts.slice(4, -1);
  const ring = [secrets.links.current, ...(purpose === 'unsubscribe' ? secrets.links.retired : [])];
  const key = ring.find((k) => k.id === keyId);
  if (
    !TOKEN_PATTERN.test(token) ||
    !key ||
    !subject ||
    about === undefined ||
    expires === undefined ||
    !given ||
    parts.length < 5 ||
    parts.length > 7 ||
    // A claim has one token only: one with an empty last part would have the same signature.
    (parts.length > 5 && parts.at(-2) === '')
  ) {
    throw new BroadsheetError('forged', FORGED_MESSAGE, { remedy: FORGED_REMEDY });
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
  if (!isSameSecret(given, computeMac(key, textToSign(claim, expires)))) {
    throw new BroadsheetError('forged', FORGED_MESSAGE, { remedy: FORGED_REMEDY });
  }
  if (claim.expires !== undefined && claim.expires <= now) {
    throw new BroadsheetError('expired', 'This link has expired.', { remedy: 'Ask for a new one.' });
  }
  return claim;
}
