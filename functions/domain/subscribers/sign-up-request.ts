/** Sign-up requests (double opt-in). The link of a mail confirms its own request only, so a stranger's request is not confirmed with it. */
import { DAY, type Instant } from '../time/instant.ts';
import type { RowRef } from './forward.ts';
import type { RequestedConsent, SignUpRequest, Subscriber } from './subscriber.ts';

/** The ref by which a link names its request; links of older versions have none. */
export type RequestKey = { ref?: string | undefined };

/** Requests kept on a row: more than the mails that a mailbox gets in two days at the default limits. */
const MAX_REQUESTS = 8;
/** Milliseconds, as long as an unconfirmed sign-up is kept. Until then an expired link can have its mail sent again. */
const REQUEST_LIFETIME = 30 * DAY;

export const keepRecentRequests = (
  requests: readonly SignUpRequest[],
  now: Instant,
): readonly SignUpRequest[] | undefined => {
  const fresh = requests.filter(({ at }) => now - at < REQUEST_LIFETIME);
  const spare = Math.max(0, fresh.length - MAX_REQUESTS);
  const first = new Set(fresh.filter(({ silent }) => silent).slice(0, spare));
  const kept = fresh.filter((one) => !first.has(one)).slice(-MAX_REQUESTS);
  return kept.length === 0 ? undefined : kept;
};

/** The requests of a row. A row older than refs has one at most, whose link names no ref. */
const requestsOf = ({ requests, asked }: Subscriber): readonly SignUpRequest[] =>
  requests ?? (asked === undefined ? [] : [{ ...asked, ref: '' }]);

/** The request that a link names; undefined if the row has none (any more). */
export const findRequest = (s: Subscriber, { ref = '' }: RequestKey): SignUpRequest | undefined =>
  requestsOf(s).find((one) => one.ref === ref);

const comparableRequest = ({
  newsletters,
  topics,
  source,
  form,
  from,
}: RequestedConsent & { from?: RowRef }): string =>
  JSON.stringify([newsletters, topics, source, form, from?.id, from?.epoch]);

/** An equal request, less than a day old and not confirmed yet: its mail may be sent again. undefined if there is none. */
export const findSameRequest = (s: Subscriber, wanted: SignUpRequest): SignUpRequest | undefined =>
  requestsOf(s).findLast(
    (one) =>
      one.done === undefined &&
      comparableRequest(one) === comparableRequest(wanted) &&
      Math.abs(wanted.at - one.at) < DAY,
  );

/** True if the request is kept already. A silent request does not count if a mail would name the new one. */
export const isRequestKept = (before: SignUpRequest | undefined, wanted: SignUpRequest): boolean =>
  before !== undefined && (!before.silent || wanted.silent === true);

export function addRequest(s: Subscriber, request: SignUpRequest): Pick<Subscriber, 'requests'> {
  const before = findSameRequest(s, request);
  const { silent: _, ...named } = before ?? request;
  const all = before
    ? requestsOf(s).map((one) => (one.ref === before.ref ? named : one))
    : [...requestsOf(s), request];
  return { requests: keepRecentRequests(all, request.at) };
}

/** Marks the request as confirmed; the other requests go on waiting. */
export const markDone = (
  s: Subscriber,
  request: SignUpRequest,
  done: NonNullable<SignUpRequest['done']>,
): Pick<Subscriber, 'requests'> => ({
  requests: requestsOf(s).map((one) => (one.ref === request.ref ? { ...one, done } : one)),
});

/** The consent part of a request, without ref, mover and state. */
export const requestedConsentOf = ({
  newsletters,
  topics,
  at,
  source,
  form,
}: SignUpRequest): RequestedConsent => ({
  ...{ newsletters, topics, at, source, form },
});

/** Removes the requests of a mover. undefined if the row holds none. */
export function removeMoverRequests(s: Subscriber, mover: string): Subscriber | undefined {
  const requests = s.requests?.filter(({ from }) => from?.id !== mover);
  if (!requests || requests.length === s.requests?.length) return undefined;
  const newest = requests.findLast(({ done }) => done === undefined);
  // On an active row `asked` means that a welcome is due; on others it is the newest request that waits.
  const asked = s.status === 'active' || !s.asked ? s.asked : newest && requestedConsentOf(newest);
  return { ...s, asked, requests: requests.length > 0 ? requests : undefined };
}

/**
 * Topics of a subscriber who confirms a second request. No topic means all: a subscriber with all topics keeps them, and a request
 * without topics does not widen a narrower choice.
 */
export const joinTopics = (theirs: readonly string[], more: readonly string[]): readonly string[] =>
  theirs.length === 0 || more.length === 0 ? theirs : [...new Set([...theirs, ...more])];
