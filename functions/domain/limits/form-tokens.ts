/**
 * The signed tokens of the sign-up form. The stamp (form token) is signed against forgery, timed against bots and late replays, and bound
 * to the network that got the form. A ticket admits one address once, after a wait: the way through a crowd without scripts.
 */
import { hash } from 'node:crypto';
import { hmac, isSameSecret } from '../hmac.ts';
import type { Secrets } from '../secrets.ts';
import { DAY, type Instant, MINUTE, SECOND } from '../time/instant.ts';
import { networkOf } from './network.ts';

/** A person needs at least this long to read and fill in the form. */
const MIN_STAMP_AGE = 2 * SECOND;
const MAX_STAMP_AGE = DAY;
/** Sign-ups that one stamp allows: several people of a household, or one person who corrects a mistake. */
export const MAX_STAMP_USES = 5;

/** `client`: the IP address that gets the form. Without one the stamp is valid in every network. */
const computeStampMac = (secrets: Secrets, at: string, client: string | undefined): string => {
  const network = client === undefined ? '' : `\n${networkOf(client)}`;
  return hmac(secrets.links.current.secret, `form\n${at}${network}`).slice(0, 22);
};

/** Digits of an instant in base 36; nine last until the year 5188. */
const MAX_INSTANT_DIGITS = 9;

/** Writes `<milliseconds in base 36>.<mac>`; only the mac covers the network. */
export function stampForm(secrets: Secrets, now: Instant, client?: string): string {
  const at = now.toString(36);
  return `${at}.${computeStampMac(secrets, at, client)}`;
}

/** A stamp that is old enough at once, for a form that was filled in already, without a stamp or in another network. */
export const createRipeStamp = (secrets: Secrets, now: Instant, client?: string): string =>
  stampForm(secrets, now - MIN_STAMP_AGE, client);

/**
 * `none`: the stamp is forged, cut short, of another network or signed with an older key. Unless the stamp is `fine`, the form comes back
 * with a new one.
 */
export function readStamp(
  secrets: Secrets,
  stamp: string,
  now: Instant,
  client?: string,
): 'fine' | 'early' | 'late' | 'none' {
  // An earlier version gave out stamps without a network.
  if (!isSignedFor(secrets, stamp, client) && !isSignedFor(secrets, stamp, undefined)) return 'none';
  const age = now - Number.parseInt(stamp, 36);
  // A stamp from the future means that the clock was set back. A new stamp is old enough sooner than this one.
  return age < 0 || age > MAX_STAMP_AGE ? 'late' : age < MIN_STAMP_AGE ? 'early' : 'fine';
}

/** Whether the stamp was given to this network. Only then are its uses counted. */
export function isSignedFor(secrets: Secrets, stamp: string, client: string | undefined): boolean {
  const [at = '', given = '', ...rest] = stamp.split('.');
  if (at.length > MAX_INSTANT_DIGITS || rest.length > 0) return false;
  return isSameSecret(given, computeStampMac(secrets, at, client));
}

/** A hash of the form's words on consent, for the proof of consent. The history of words and publication.yaml leads back to the text. */
export const hashFormWords = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/** A ripe ticket is valid for this long. */
export const TICKET_LIFETIME = 30 * MINUTE;

/** Two numbers in base 36 and a mac, with room to spare. */
const TICKET_PATTERN = /^([0-9a-z]{1,9})\.([0-9a-z]{1,5})\.([A-Za-z0-9_-]{22})$/;

const computeTicketMac = (secrets: Secrets, at: string, wait: string, to: string): string =>
  hmac(secrets.links.current.secret, `ticket\n${at}\n${wait}\n${to}`).slice(0, 22);

/** Writes `<given at, ms>.<wait, s>.<mac>` with numbers in base 36. `to`: an opaque mac of the bearer. */
export function signTicket(secrets: Secrets, given: { at: Instant; wait: number; to: string }): string {
  const at = given.at.toString(36);
  const wait = Math.ceil(given.wait / SECOND).toString(36);
  return `${at}.${wait}.${computeTicketMac(secrets, at, wait, given.to)}`;
}

/** `id` is unique, so that a ticket is used once; `left`: milliseconds still to wait. */
export type TicketState = { kind: 'ripe'; id: string } | { kind: 'early'; left: number };

/** undefined if the ticket is forged, of another bearer, or too old. */
export function readTicket(
  secrets: Secrets,
  ticket: string,
  { to, now }: { to: string; now: Instant },
): TicketState | undefined {
  const [, at = '', wait = '', given = ''] = TICKET_PATTERN.exec(ticket) ?? [];
  if (!isSameSecret(given, computeTicketMac(secrets, at, wait, to))) return undefined;
  const age = now - Number.parseInt(at, 36);
  const left = Number.parseInt(wait, 36) * SECOND - age;
  // A ticket from the future means that the clock was set back. A new ticket ripens sooner than this one.
  if (age < 0 || left < -TICKET_LIFETIME) return undefined;
  return left > 0 ? { kind: 'early', left } : { kind: 'ripe', id: given };
}
