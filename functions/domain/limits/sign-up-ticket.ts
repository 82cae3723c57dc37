/** The slower way through a crowd, for browsers without scripts: a signed ticket that is good after a wait, once, for whom it is. */
import { hmac, isSameSecret } from '../hmac.ts';
import type { Secrets } from '../secrets.ts';
import { type Instant, MINUTE, SECOND } from '../time/instant.ts';

/** How long a ripe ticket is good. */
export const TICKET_WITHIN = 30 * MINUTE;

/** Two numbers in base 36 and a mac, with room to spare. */
const TICKET = /^([0-9a-z]{1,9})\.([0-9a-z]{1,5})\.([A-Za-z0-9_-]{22})$/;

const mac = (secrets: Secrets, at: string, wait: string, to: string): string =>
  hmac(secrets.links.current.secret, `ticket\n${at}\n${wait}\n${to}`).slice(0, 22);

/** `<given at, ms>.<wait, s>.<mac>`, numbers in base 36. `to`: whose it is, an opaque mac. */
export function signTicket(secrets: Secrets, given: { at: Instant; wait: number; to: string }): string {
  const at = given.at.toString(36);
  const wait = Math.ceil(given.wait / SECOND).toString(36);
  return `${at}.${wait}.${mac(secrets, at, wait, given.to)}`;
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
  if (!isSameSecret(given, mac(secrets, at, wait, to))) return undefined;
  const age = now - Number.parseInt(at, 36);
  const left = Number.parseInt(wait, 36) * SECOND - age;
  // From the future: the clock was set back, and a new ticket is ripe sooner than this one.
  if (age < 0 || left < -TICKET_WITHIN) return undefined;
  return left > 0 ? { kind: 'early', left } : { kind: 'ripe', id: given };
}
