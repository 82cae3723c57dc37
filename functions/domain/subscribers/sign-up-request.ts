/** Sign-up requests: each is confirmed by the link of its own mail, and by no other, so that a stranger's does not ride on it. */
import { DAY, type Instant } from '../time/instant.ts';
import type { RowRef } from './forward.ts';
import type { RequestedConsent, SignUpRequest, Subscriber } from './subscriber.ts';

/** What a link says of the request it confirms; old ones name none. */
export type RequestKey = { ref?: string | undefined };

/** As many mails as a mailbox gets in two days, at the limits as they are delivered. */
const REQUESTS_KEPT = 8;
/** As long as a sign-up that nobody confirms: a link past its own end may have its mail anew until then. */
const REQUEST_KEPT = 30 * DAY;

export const bounded = (
  requests: readonly SignUpRequest[],
  now: Instant,
): readonly SignUpRequest[] | undefined => {
  const fresh = requests.filter(({ at }) => now - at < REQUEST_KEPT);
  const spare = Math.max(0, fresh.length - REQUESTS_KEPT);
  const first = new Set(fresh.filter(({ silent }) => silent).slice(0, spare));
  const kept = fresh.filter((one) => !first.has(one)).slice(-REQUESTS_KEPT);
  return kept.length === 0 ? undefined : kept;
};

/** Those of the row; a row of before there were refs has one at most, which its mail's link names by none. */
const requestsOf = ({ requests, asked }: Subscriber): readonly SignUpRequest[] =>
  requests ?? (asked === undefined ? [] : [{ ...asked, ref: '' }]);

/** undefined: nothing (any more) waits for this link. */
export const findRequest = (s: Subscriber, { ref = '' }: RequestKey): SignUpRequest | undefined =>
  requestsOf(s).find((one) => one.ref === ref);

const plain = ({ newsletters, topics, source, form, from }: RequestedConsent & { from?: RowRef }): string =>
  JSON.stringify([newsletters, topics, source, form, from?.id, from?.epoch]);

/** Asked for in the same words within a day, and not confirmed since: the same mail may say it again. */
export const sameRequest = (s: Subscriber, wanted: SignUpRequest): SignUpRequest | undefined =>
  requestsOf(s).findLast(
    (one) => one.done === undefined && plain(one) === plain(wanted) && Math.abs(wanted.at - one.at) < DAY,
  );

/** It is kept already; one that no mail named is not, where one would be now. */
export const isKept = (before: SignUpRequest | undefined, wanted: SignUpRequest): boolean =>
  before !== undefined && (!before.silent || wanted.silent === true);

export function withRequest(s: Subscriber, request: SignUpRequest): Pick<Subscriber, 'requests'> {
  const before = sameRequest(s, request);
  const { silent: _, ...named } = before ?? request;
  const all = before
    ? requestsOf(s).map((one) => (one.ref === before.ref ? named : one))
    : [...requestsOf(s), request];
  return { requests: bounded(all, request.at) };
}

/** The request as one that was confirmed; the others wait on. */
export const withDone = (
  s: Subscriber,
  request: SignUpRequest,
  done: NonNullable<SignUpRequest['done']>,
): Pick<Subscriber, 'requests'> => ({
  requests: requestsOf(s).map((one) => (one.ref === request.ref ? { ...one, done } : one)),
});

/** What was asked for, without what makes a request of it. */
export const askedBy = ({ newsletters, topics, at, source, form }: SignUpRequest): RequestedConsent => ({
  ...{ newsletters, topics, at, source, form },
});

/** Without what somebody asked for who wanted to move here. undefined: they asked for nothing. */
export function withoutMover(s: Subscriber, mover: string): Subscriber | undefined {
  const requests = s.requests?.filter(({ from }) => from?.id !== mover);
  if (!requests || requests.length === s.requests?.length) return undefined;
  const newest = requests.findLast(({ done }) => done === undefined);
  // Of somebody active `asked` says that a welcome is due; of others, what waits.
  const asked = s.status === 'active' || !s.asked ? s.asked : newest && askedBy(newest);
  return { ...s, asked, requests: requests.length > 0 ? requests : undefined };
}

/**
 * Topics of a reader who confirms a second request. None chosen means all: who gets all goes on getting all, and a request that
 * names none widens nobody's choice.
 */
export const joinTopics = (theirs: readonly string[], more: readonly string[]): readonly string[] =>
  theirs.length === 0 || more.length === 0 ? theirs : [...new Set([...theirs, ...more])];
