/**
 * The signed tokens of the sign-up form. Its stamp is signed, so that no script makes one, timed, so that none is filled in by a machine
 * or kept, and bound to the network that was given it, so that none is handed on. A ticket is the slower way through a crowd, for
 * browsers without scripts: good after a wait, once, for one address.
 */
import { hash } from 'node:crypto';
import { hmac, isSameSecret } from '../hmac.ts';
import type { Secrets } from '../secrets.ts';
import { DAY, type Instant, MINUTE, SECOND } from '../time/instant.ts';
import { networkOf } from './network.ts';

/** Nobody reads and fills in a form faster. */
const SOONEST = 2 * SECOND;
const LATEST = DAY;
/** Sign-ups that one stamp is good for: those of a household, or of who tries again. */
export const STAMP_USES = 5;

/** `client`: the address on the internet of who is given the form. Without one the stamp holds for anybody. */
const stampMac = (secrets: Secrets, at: string, client: string | undefined): string => {
  const network = client === undefined ? '' : `\n${networkOf(client)}`;
  return hmac(secrets.links.current.secret, `form\n${at}${network}`).slice(0, 22);
};

/** Milliseconds in base 36, until the year 5188. */
const LONGEST = 9;

/** `<milliseconds in base 36>.<mac>`; the network is in the mac alone. */
export function stampForm(secrets: Secrets, now: Instant, client?: string): string {
  const at = now.toString(36);
  return `${at}.${stampMac(secrets, at, client)}`;
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
  return isSameSecret(given, stampMac(secrets, at, client));
}

/** The form's words on consent, for the evidence: a hash, found again in the history of words and publication. */
export const formWords = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/** How long a ripe ticket is good. */
export const TICKET_WITHIN = 30 * MINUTE;

/** Two numbers in base 36 and a mac, with room to spare. */
const TICKET = /^([0-9a-z]{1,9})\.([0-9a-z]{1,5})\.([A-Za-z0-9_-]{22})$/;

const ticketMac = (secrets: Secrets, at: string, wait: string, to: string): string =>
  hmac(secrets.links.current.secret, `ticket\n${at}\n${wait}\n${to}`).slice(0, 22);

/** `<given at, ms>.<wait, s>.<mac>`, numbers in base 36. `to`: whose it is, an opaque mac. */
export function signTicket(secrets: Secrets, given: { at: Instant; wait: number; to: string }): string {
  const at = given.at.toString(36);
  const wait = Math.ceil(given.wait / SECOND).toString(36);
  return `${at}.${wait}.${ticketMac(secrets, at, wait, given.to)}`;
}

/** `id` names a ripe ticket among all; `left`: milliseconds still to wait. */
export type ReadTicket = { kind: 'ripe'; id: string } | { kind: 'early'; left: number };

/** undefined: forged, somebody else's, or too old. */
export function readTicket(
  secrets: Secrets,
  ticket: string,
  { to, now }: { to: string; now: Instant },
): ReadTicket | undefined {
  const [, at = '', wait = '', given = ''] = TICKET.exec(ticket) ?? [];
  if (!isSameSecret(given, ticketMac(secrets, at, wait, to))) return undefined;
  const age = now - Number.parseInt(at, 36);
  const left = Number.parseInt(wait, 36) * SECOND - age;
  // From the future: the clock was set back, and a new ticket is ripe sooner than this one.
  if (age < 0 || left < -TICKET_WITHIN) return undefined;
  return left > 0 ? { kind: 'early', left } : { kind: 'ripe', id: given };
}
