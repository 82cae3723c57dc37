/** Who may become what: the rules of signing up, confirming, choosing, leaving and coming back. Nothing here is stored. */
import { DAY, type Instant } from './instant.ts';
import type { Asked, Subscriber } from './subscriber.ts';

/** Bounced softly for too long: no letters, but nothing bars the address, and a sign-up brings its reader back. */
export const isSetAside = ({ status, softBounces }: Subscriber): boolean =>
  status === 'bounced' && softBounces !== undefined;

/** Mail to these harms: they bounced for good or complained. No sign-up and no import brings them back, only an operator. */
export const isBarred = (s: Subscriber): boolean =>
  s.status === 'complained' || (s.status === 'bounced' && !isSetAside(s));

/** No letters go to them, and a sign-up may bring them (back). */
const isAway = (s: Subscriber): boolean =>
  s.status === 'pending' || s.status === 'unsubscribed' || isSetAside(s);

/** A sign-up waits for its confirmation. */
export const isAwaited = (s: Subscriber): boolean => s.asked !== undefined && isAway(s);

/** How long an address is left alone that refused a confirmation: a mailbox may be made, a server mended meanwhile. */
export const REST = 3 * DAY;
export const isResting = ({ restUntil }: Subscriber, now: Instant): boolean =>
  // A rest that ends further ahead was begun by a clock that was wrong.
  restUntil !== undefined && restUntil > now && restUntil <= now + REST;

/** Its confirmation was refused: nobody confirmed this address, so nobody is barred. */
export const rested = (s: Subscriber, now: Instant): Subscriber => ({ ...s, restUntil: now + REST });

const evidence = ({ at, source, form }: Asked) => ({ at, source, form });

export const newcomer = (id: string, email: string, asked: Asked, now: Instant): Subscriber => ({
  id,
  email,
  name: '',
  status: 'pending',
  newsletters: [],
  topics: [],
  labels: [],
  consent: { ...evidence(asked), confirmedAt: undefined },
  pausedUntil: undefined,
  changedAt: now,
  reason: '',
  asked,
  version: 0,
});

const sameRequest = (a: Asked, b: Asked): boolean =>
  JSON.stringify({ ...a, at: 0 }) === JSON.stringify({ ...b, at: 0 });

/** The latest request counts; somebody who left stays away until they confirm. undefined: a sign-up changes nothing. */
export function askedAgain(s: Subscriber, asked: Asked): Subscriber | undefined {
  // Said twice is said once: what is hammered on writes nothing. A day later it is a request of that day.
  if (s.asked && sameRequest(s.asked, asked) && asked.at - s.asked.at < DAY) return undefined;
  if (s.status === 'unsubscribed' || isSetAside(s)) return { ...s, asked };
  if (s.status !== 'pending') return undefined;
  return { ...s, asked, consent: { ...evidence(asked), confirmedAt: undefined } };
}

/** What was asked for becomes what is; `asked` stays until the welcome is queued (welcomed). */
export function confirmed(s: Subscriber, now: Instant): Subscriber | undefined {
  if (!isAwaited(s)) return undefined;
  const { newsletters, topics } = s.asked!;
  return {
    ...s,
    status: 'active',
    newsletters,
    topics,
    consent: { ...evidence(s.asked!), confirmedAt: now },
    pausedUntil: undefined,
    changedAt: now,
    reason: '',
    softBounces: undefined,
    restUntil: undefined,
  };
}

export const isWelcomeDue = (s: Subscriber): boolean => s.status === 'active' && s.asked !== undefined;
export const welcomed = (s: Subscriber): Subscriber => ({ ...s, asked: undefined });

/**
 * Leaves one newsletter, or all (`newsletter` empty). Who leaves the last one is unsubscribed; their choice is kept, for undo.
 * undefined: there is nothing to leave.
 */
export function left(
  s: Subscriber,
  newsletter: string,
  how: string,
  now: Instant,
): { subscriber: Subscriber; newsletters: readonly string[] } | undefined {
  if (s.status !== 'active' && s.status !== 'pending' && !isSetAside(s)) return undefined;
  const held = s.status === 'pending' ? [] : s.newsletters;
  if (newsletter !== '' && s.status !== 'pending' && !held.includes(newsletter)) return undefined;
  const rest = newsletter === '' ? [] : held.filter((id) => id !== newsletter);
  // Who was set aside got no letters: nobody is lost by it, and taking it back would end what sets them aside.
  const lost = (ids: readonly string[]) => (s.status === 'active' ? ids : []);
  if (rest.length > 0) return { subscriber: { ...s, newsletters: rest }, newsletters: lost([newsletter]) };
  const gone: Subscriber = {
    ...s,
    ...{ status: 'unsubscribed', asked: undefined, changedAt: now, reason: how, softBounces: undefined },
  };
  return { subscriber: gone, newsletters: lost(held) };
}

/** Takes a leaving back. undefined: there is nothing to take back, or they may not come back this way. */
export function returned(
  s: Subscriber,
  newsletter: string,
  now: Instant,
): { subscriber: Subscriber; newsletters: readonly string[] } | undefined {
  if (s.status === 'active') {
    if (newsletter === '' || s.newsletters.includes(newsletter)) return undefined;
    return { subscriber: { ...s, newsletters: [...s.newsletters, newsletter] }, newsletters: [newsletter] };
  }
  // A sign-up that was never confirmed holds no newsletters: there is nothing to go back to.
  if (s.status !== 'unsubscribed' || s.newsletters.length === 0) return undefined;
  const newsletters = newsletter === '' ? s.newsletters : [newsletter];
  const back: Subscriber = { ...s, status: 'active', newsletters, changedAt: now, reason: '' };
  return { subscriber: back, newsletters };
}

/** Barred at once: a permanent bounce, a complaint. */
export const barred = (
  s: Subscriber,
  status: 'bounced' | 'complained',
  reason: string,
  now: Instant,
): Subscriber => ({ ...s, status, reason, asked: undefined, changedAt: now, softBounces: undefined });

/** Letters in a row came back softly. Their choice and their consent are kept. */
export const setAside = (s: Subscriber, reason: string, now: Instant): Subscriber => ({
  ...s,
  status: 'bounced',
  reason,
  asked: undefined,
  changedAt: now,
  softBounces: s.softBounces ?? [],
});

/** An operator says that the mailbox takes mail again. They never left, so that their consent holds. undefined: not set aside. */
export const takenBack = (
  s: Subscriber,
  newsletters: readonly string[],
  now: Instant,
): Subscriber | undefined =>
  isSetAside(s)
    ? {
        ...s,
        status: 'active',
        reason: '',
        changedAt: now,
        newsletters: [...new Set([...s.newsletters, ...newsletters])],
        asked: undefined,
        softBounces: undefined,
        restUntil: undefined,
      }
    : undefined;

/** An operator lifted it: they are not mailed, but may sign up again. */
export const unbarred = (s: Subscriber, now: Instant): Subscriber =>
  isBarred(s) ? { ...s, status: 'unsubscribed', reason: 'lifted', changedAt: now } : s;

/** A change of address, confirmed at the new one: consent moves with the person, and with it what they chose. */
export function movedTo(s: Subscriber, old: Subscriber, now: Instant): Subscriber | undefined {
  if (isBarred(s)) return undefined;
  const newsletters =
    s.status === 'active' ? [...new Set([...s.newsletters, ...old.newsletters])] : old.newsletters;
  return {
    ...old,
    id: s.id,
    email: s.email,
    version: s.version,
    status: 'active',
    newsletters,
    consent: { ...old.consent, confirmedAt: now },
    changedAt: now,
    asked: undefined,
    softBounces: undefined,
    restUntil: undefined,
  };
}
