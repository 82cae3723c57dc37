/** The state machine of a subscription: rules for sign-up, confirmation (double opt-in), unsubscribe, return and bounces. */
import { DAY, type Instant } from '../time/instant.ts';
import {
  addRequest,
  findRequest,
  findSameRequest,
  isRequestKept,
  joinTopics,
  markDone,
  type RequestKey,
  requestedConsentOf,
} from './sign-up-request.ts';
import type { RequestedConsent, SignUpRequest, Subscriber } from './subscriber.ts';

/** True after too many soft bounces: letters stop, but the address is not suppressed, and a sign-up reactivates the subscriber. */
export const isSetAside = ({ status, softBounces }: Subscriber): boolean =>
  status === 'bounced' && softBounces !== undefined;

/** True after a hard bounce or a complaint. Further mail would do harm, so only an operator can lift it: no sign-up, no import. */
export const hasHardBouncedOrComplained = (s: Subscriber): boolean =>
  s.status === 'complained' || (s.status === 'bounced' && !isSetAside(s));

/** True if the subscriber gets no letters and a sign-up may (re)activate them. */
const canBeActivated = (s: Subscriber): boolean =>
  s.status === 'pending' || s.status === 'unsubscribed' || isSetAside(s);

/** An unsubscribe, a bounce or a complaint withdraws every request, so no earlier confirmation link activates the subscriber. */
const NO_REQUESTS = { asked: undefined, requests: undefined } as const;

/** True if a sign-up waits for its confirmation. */
export const isAwaitingConfirmation = (s: Subscriber): boolean => s.asked !== undefined && canBeActivated(s);

/** Milliseconds without mail to an address that refused a confirmation. Its mailbox may be created, or its server repaired, meanwhile. */
export const REST_DURATION = 3 * DAY;
export const isResting = ({ restUntil }: Subscriber, now: Instant): boolean =>
  // A rest that ends further ahead was written by a wrong clock and is ignored.
  restUntil !== undefined && restUntil > now && restUntil <= now + REST_DURATION;

/** A refused confirmation makes the address rest. The subscriber is not suppressed, because the address was never confirmed. */
export const startRest = (s: Subscriber, now: Instant): Subscriber => ({
  ...s,
  restUntil: now + REST_DURATION,
});

const evidenceOf = ({ at, source, form }: RequestedConsent) => ({ at, source, form });

/** A new pending row. The caller draws its `epoch`. */
export const createPendingSubscriber = (
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
  consent: { ...evidenceOf(request), confirmedAt: undefined },
  pausedUntil: undefined,
  changedAt: now,
  reason: '',
  asked: requestedConsentOf(request),
  ...(epoch !== undefined && { epoch }),
  requests: [request],
  version: 0,
});

/**
 * Adds a request to those that wait; an unsubscribed subscriber stays so until one is confirmed. undefined if the status
 * allows none (active, hard bounce, complaint), or an equal request, less than a day old, is kept.
 */
export function requestSubscription(s: Subscriber, request: SignUpRequest): Subscriber | undefined {
  if (!canBeActivated(s)) return undefined;
  const before = findSameRequest(s, request);
  const asked = requestedConsentOf(before ?? request);
  const isNewest = JSON.stringify(s.asked) === JSON.stringify(asked);
  // A repeated request writes nothing.
  if (isRequestKept(before, request) && isNewest) return undefined;
  const next = { ...s, asked, ...(!isRequestKept(before, request) && addRequest(s, request)) };
  return s.status === 'pending'
    ? { ...next, consent: { ...evidenceOf(asked), confirmedAt: undefined } }
    : next;
}

/** Adds a change of address to an active subscriber's row, where it waits for confirmation. undefined if nothing changes. */
export const requestMoveToActive = (s: Subscriber, request: SignUpRequest): Subscriber | undefined =>
  s.status !== 'active' || isRequestKept(findSameRequest(s, request), request)
    ? undefined
    : { ...s, ...addRequest(s, request) };

/**
 * Confirms the link's own request: its newsletters and topics take effect, or are added to an active subscriber's. `asked` stays until
 * the welcome is queued (markWelcomed); other requests go on waiting. undefined if no request waits for this link.
 */
export function confirmRequest(s: Subscriber, now: Instant, key: RequestKey = {}): Subscriber | undefined {
  const request = findRequest(s, key);
  if (request === undefined || request.done !== undefined || request.from !== undefined) return undefined;
  if (s.status === 'active') return confirmForActive(s, request, now);
  if (!isAwaitingConfirmation(s)) return undefined;
  const { newsletters, topics } = request;
  return {
    ...s,
    status: 'active',
    newsletters,
    topics,
    consent: { ...evidenceOf(request), confirmedAt: now },
    pausedUntil: undefined,
    changedAt: now,
    reason: '',
    asked: requestedConsentOf(request),
    ...markDone(s, request, 'confirmed'),
    softBounces: undefined,
    restUntil: undefined,
  };
}

function confirmForActive(s: Subscriber, request: SignUpRequest, now: Instant): Subscriber {
  const joined = request.newsletters.filter((id) => !s.newsletters.includes(id));
  const proof = { ...evidenceOf(request), newsletters: joined, confirmedAt: now };
  return {
    ...s,
    newsletters: [...s.newsletters, ...joined],
    topics: joinTopics(s.topics, request.topics),
    ...(joined.length > 0 && { vouched: [...(s.vouched ?? []), proof] }),
    ...markDone(s, request, 'added'),
  };
}

export const isWelcomeDue = (s: Subscriber): boolean => s.status === 'active' && s.asked !== undefined;
export const markWelcomed = (s: Subscriber): Subscriber => ({ ...s, asked: undefined });

/**
 * Unsubscribes from one newsletter, or from all (`newsletter` empty). Leaving the last one sets the status `unsubscribed` and keeps the
 * choice, for undo. undefined if there is nothing to leave.
 */
export function leaveNewsletters(
  s: Subscriber,
  newsletter: string,
  how: string,
  now: Instant,
): { subscriber: Subscriber; newsletters: readonly string[] } | undefined {
  if (s.status !== 'active' && s.status !== 'pending' && !isSetAside(s)) return undefined;
  const held = s.status === 'pending' ? [] : s.newsletters;
  if (newsletter !== '' && s.status !== 'pending' && !held.includes(newsletter)) return undefined;
  const rest = newsletter === '' ? [] : held.filter((id) => id !== newsletter);
  // A subscriber set aside got no letters: no loss is counted, and no undo is offered, because undo would send letters again.
  const lost = (ids: readonly string[]) => (s.status === 'active' ? ids : []);
  if (rest.length > 0) return { subscriber: { ...s, newsletters: rest }, newsletters: lost([newsletter]) };
  const gone: Subscriber = {
    ...s,
    ...{ status: 'unsubscribed', changedAt: now, reason: how, softBounces: undefined, ...NO_REQUESTS },
  };
  return { subscriber: gone, newsletters: lost(held) };
}

/** Takes an unsubscribe back. undefined if there is none, or the status does not allow it. */
export function resubscribe(
  s: Subscriber,
  newsletter: string,
  now: Instant,
): { subscriber: Subscriber; newsletters: readonly string[] } | undefined {
  if (s.status === 'active') {
    if (newsletter === '' || s.newsletters.includes(newsletter)) return undefined;
    return { subscriber: { ...s, newsletters: [...s.newsletters, newsletter] }, newsletters: [newsletter] };
  }
  // A sign-up that was never confirmed holds no newsletters, so there is nothing to return to.
  if (s.status !== 'unsubscribed' || s.newsletters.length === 0) return undefined;
  const newsletters = newsletter === '' ? s.newsletters : [newsletter];
  const back: Subscriber = { ...s, status: 'active', newsletters, changedAt: now, reason: '' };
  return { subscriber: back, newsletters };
}

/** The row after a hard bounce or a complaint. */
export const markSuppressed = (
  s: Subscriber,
  status: 'bounced' | 'complained',
  reason: string,
  now: Instant,
): Subscriber => ({ ...s, status, reason, changedAt: now, softBounces: undefined, ...NO_REQUESTS });

/** The row after too many soft bounces. Choice and consent are kept. */
export const setAside = (s: Subscriber, reason: string, now: Instant): Subscriber => ({
  ...s,
  status: 'bounced',
  reason,
  ...NO_REQUESTS,
  changedAt: now,
  softBounces: s.softBounces ?? [],
});

/** Reactivates a subscriber set aside, when an operator says that the mailbox takes mail again. Consent still holds. Else undefined. */
export const reactivate = (
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
        ...NO_REQUESTS,
        softBounces: undefined,
        restUntil: undefined,
      }
    : undefined;

/** The row after an operator lifted the suppression: no letters are sent, but the subscriber may sign up again. */
export const markLifted = (s: Subscriber, now: Instant): Subscriber =>
  hasHardBouncedOrComplained(s) ? { ...s, status: 'unsubscribed', reason: 'lifted', changedAt: now } : s;
