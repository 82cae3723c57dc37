/** The sign-up form's stamp: signed, so that no script makes one, and timed, so that none is filled in by a machine or kept. */
import { hash, timingSafeEqual } from 'node:crypto';
import { hmac } from './hmac.ts';
import { DAY, type Instant, SECOND } from './instant.ts';
import type { Secrets } from './secrets.ts';

/** Nobody reads and fills in a form faster. */
const SOONEST = 2 * SECOND;
const LATEST = DAY;

const mac = (secrets: Secrets, at: string): string =>
  hmac(secrets.links.current.secret, `form\n${at}`).slice(0, 22);

/** Milliseconds in base 36, until the year 5188. */
const LONGEST = 9;

/** `<milliseconds in base 36>.<mac>` */
export function stampForm(secrets: Secrets, now: Instant): string {
  const at = now.toString(36);
  return `${at}.${mac(secrets, at)}`;
}

/** Old enough at once: for who has typed the address in the short form, on a page that carries no stamp. */
export const ripeStamp = (secrets: Secrets, now: Instant): string => stampForm(secrets, now - SOONEST);

/** `none`: forged, cut short or from before the key changed; the form is shown again with a new stamp, as for the others. */
export function readStamp(secrets: Secrets, stamp: string, now: Instant): 'fine' | 'early' | 'late' | 'none' {
  const [at = '', given = '', ...rest] = stamp.split('.');
  if (at.length > LONGEST) return 'none';
  const expected = Buffer.from(mac(secrets, at));
  const actual = Buffer.from(given);
  if (rest.length > 0 || actual.length !== expected.length || !timingSafeEqual(actual, expected))
    return 'none';
  const age = now - Number.parseInt(at, 36);
  // From the future: the clock was set back since, and a new stamp is ripe sooner than this one.
  return age < 0 || age > LATEST ? 'late' : age < SOONEST ? 'early' : 'fine';
}

/** The form's words on consent, for the evidence: a hash, found again in the history of words and publication. */
export const formWords = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);
