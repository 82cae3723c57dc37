/**
 * The sign-up form's stamp: signed, so that no script makes one, timed, so that none is filled in by a machine or kept, and bound
 * to the network that was given it, so that none is handed on.
 */
import { hash } from 'node:crypto';
import { hmac, isSameSecret } from '../hmac.ts';
import type { Secrets } from '../secrets.ts';
import { DAY, type Instant, SECOND } from '../time/instant.ts';
import { networkOf } from './network.ts';

/** Nobody reads and fills in a form faster. */
const SOONEST = 2 * SECOND;
const LATEST = DAY;
/** Sign-ups that one stamp is good for: those of a household, or of who tries again. */
export const STAMP_USES = 5;

/** `client`: the address on the internet of who is given the form. Without one the stamp holds for anybody. */
const mac = (secrets: Secrets, at: string, client: string | undefined): string => {
  const network = client === undefined ? '' : `\n${networkOf(client)}`;
  return hmac(secrets.links.current.secret, `form\n${at}${network}`).slice(0, 22);
};

/** Milliseconds in base 36, until the year 5188. */
const LONGEST = 9;

/** `<milliseconds in base 36>.<mac>`; the network is in the mac alone. */
export function stampForm(secrets: Secrets, now: Instant, client?: string): string {
  const at = now.toString(36);
  return `${at}.${mac(secrets, at, client)}`;
}

/** Old enough at once: for who has typed the address already, on a page without a stamp or in another network. */
export const ripeStamp = (secrets: Secrets, now: Instant, client?: string): string =>
  stampForm(secrets, now - SOONEST, client);

/**
 * `none`: forged, cut short, given to another network or from before the key changed; the form is shown again with a new
 * stamp, as for the others.
 */
export function readStamp(
  secrets: Secrets,
  stamp: string,
  now: Instant,
  client?: string,
): 'fine' | 'early' | 'late' | 'none' {
  // One of no network: a version before gave it out today.
  if (!isSignedFor(secrets, stamp, client) && !isSignedFor(secrets, stamp, undefined)) return 'none';
  const age = now - Number.parseInt(stamp, 36);
  // From the future: the clock was set back since, and a new stamp is ripe sooner than this one.
  return age < 0 || age > LATEST ? 'late' : age < SOONEST ? 'early' : 'fine';
}

/** Whether it was given to this network, which is what its uses are counted for. */
export function isSignedFor(secrets: Secrets, stamp: string, client: string | undefined): boolean {
  const [at = '', given = '', ...rest] = stamp.split('.');
  if (at.length > LONGEST || rest.length > 0) return false;
  return isSameSecret(given, mac(secrets, at, client));
}

/** The form's words on consent, for the evidence: a hash, found again in the history of words and publication. */
export const formWords = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);
