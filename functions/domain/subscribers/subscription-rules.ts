/** Who may become what: the rules of signing up, confirming, choosing, leaving and coming back. Nothing here is stored. */
import { DAY, type Instant } from '../time/instant.ts';
import {
  askedBy,
  findRequest,
  isKept,
  joinTopics,
  type RequestKey,
  sameRequest,
  withDone,
  withRequest,
} from './sign-up-request.ts';
import type { RequestedConsent, SignUpRequest, Subscriber } from './subscriber.ts';

/** Bounced softly for too long: no letters, but nothing bars the address, and a sign-up brings its reader back. */
export const isSetAside = ({ status, softBounces }: Subscriber): boolean =>
  status === 'bounced' && softBounces !== undefined;

/** Mail to these harms: they bounced for good or complained. No sign-up and no import brings them back, only an operator. */
export const isBarred = (s: Subscriber): boolean =>
  s.status === 'complained' || (s.status === 'bounced' && !isSetAside(s));

/** No letters go to them, and a sign-up may bring them (back). */
const isAway = (s: Subscriber): boolean =>
  s.status === 'pending' || s.status === 'unsubscribed' || isSetAside(s);

/** Who leaves, or is barred, takes back every request: no link of before brings them in. */
const NOTHING_ASKED = { asked: undefined, requests: undefined } as const;

/** A sign-up waits for its confirmation. */
export const isAwaited = (s: Subscriber): boolean => s.asked !== undefined && isAway(s);

/** How long an address is left alone that refused a confirmation: a mailbox may be made, a server mended meanwhile. */
export const REST = 3 * DAY;
export const isResting = ({ restUntil }: Subscriber, now: Instant): boolean =>
  // A rest that ends further ahead was begun by a clock that was wrong.
  restUntil !== undefined && restUntil > now && restUntil <= now + REST;

/** Its confirmation was refused: nobody confirmed this address, so nobody is barred. */
export const rested = (s: Subscriber, now: Instant): Subscriber => ({ ...s, restUntil: now + REST });

const evidence = ({ at, source, form }: RequestedConsent) => ({ at, source, form });

/** `epoch` is drawn by whoever makes the row. */
export const newcomer = (
  { id, email, epoch }: Pick<Subscriber, 'id' | 'email' | 'epoch'>,
  request: SignUpRequest,
  now: Instant,
): Subscriber => ({
  id,
  email,
  name: '',
  status: 'pending',
  newsletters: [],
  topics: [],
  labels: [],
  consent: { ...evidence(request), confirmedAt: undefined },
  pausedUntil: undefined,
  changedAt: now,
  reason: '',
  asked: askedBy(request),
  ...(epoch !== undefined && { epoch }),
  requests: [request],
  version: 0,
});

/**
 * A request is kept beside those that wait; somebody who left stays away until one is confirmed. undefined: nothing changes, for the
 * reader is active or barred, or the same was asked for within a day, and its mail may go once more.
 */
export function askedAgain(s: Subscriber, request: SignUpRequest): Subscriber | undefined {
  if (!isAway(s)) return undefined;
  const before = sameRequest(s, request);
  const asked = askedBy(before ?? request);
  const isNewest = JSON.stringify(s.asked) === JSON.stringify(asked);
  // What is hammered on writes nothing.
  if (isKept(before, request) && isNewest) return undefined;
  const next = { ...s, asked, ...(!isKept(before, request) && withRequest(s, request)) };
  return s.status === 'pending' ? { ...next, consent: { ...evidence(asked), confirmedAt: undefined } } : next;
}

/** A change of address onto somebody active: it waits, and changes nothing of theirs. */
export const alsoAsked = (s: Subscriber, request: SignUpRequest): Subscriber | undefined =>
  s.status !== 'active' || isKept(sameRequest(s, request), request)
    ? undefined
    : { ...s, ...withRequest(s, request) };

/**
 * What the link's own mail named becomes what is; of somebody active, it is added to what they have. `asked` stays until the welcome
 * is queued (welcomed), other requests wait on. undefined: nothing waits for this link.
 */
export function confirmed(s: Subscriber, now: Instant, key: RequestKey = {}): Subscriber | undefined {
  const request = findRequest(s, key);
  if (request === undefined || request.done !== undefined || request.from !== undefined) return undefined;
  if (s.status === 'active') return alsoConfirmed(s, request, now);
  if (!isAwaited(s)) return undefined;
  const { newsletters, topics } = request;
  return {
    ...s,
    status: 'active',
    newsletters,
    topics,
    consent: { ...evidence(request), confirmedAt: now },
    pausedUntil: undefined,
    changedAt: now,
    reason: '',
    asked: askedBy(request),
    ...withDone(s, request, 'confirmed'),
    softBounces: undefined,
    restUntil: undefined,
  };
}

function alsoConfirmed(s: Subscriber, request: SignUpRequest, now: Instant): Subscriber {
  const joined = request.newsletters.filter((id) => !s.newsletters.includes(id));
  const proof = { ...evidence(request), newsletters: joined, confirmedAt: now };
  return {
    ...s,
    newsletters: [...s.newsletters, ...joined],
    topics: joinTopics(s.topics, request.topics),
    ...(joined.length > 0 && { vouched: [...(s.vouched ?? []), proof] }),
    ...withDone(s, request, 'added'),
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
    ...{ status: 'unsubscribed', changedAt: now, reason: how, softBounces: undefined, ...NOTHING_ASKED },
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
): Subscriber => ({ ...s, status, reason, changedAt: now, softBounces: undefined, ...NOTHING_ASKED });

/** Letters in a row came back softly. Their choice and their consent are kept. */
export const setAside = (s: Subscriber, reason: string, now: Instant): Subscriber => ({
  ...s,
  status: 'bounced',
  reason,
  ...NOTHING_ASKED,
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
        ...NOTHING_ASKED,
        softBounces: undefined,
        restUntil: undefined,
      }
    : undefined;

/** An operator lifted it: they are not mailed, but may sign up again. */
export const unbarred = (s: Subscriber, now: Instant): Subscriber =>
  isBarred(s) ? { ...s, status: 'unsubscribed', reason: 'lifted', changedAt: now } : s;
