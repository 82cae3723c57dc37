/** A change of address, confirmed at the new one: the subscriber moves there, or joins the row that is active there already. */
import type { Instant } from '../time/instant.ts';
import { isSameRow, mergeForwards, type RowRef, refOf } from './forward.ts';
import { MAX_REMARKS } from './remark.ts';
import { findRequest, markDone, type RequestKey } from './sign-up-request.ts';
import type { SignUpRequest, Subscriber } from './subscriber.ts';
import { isAwaitingConfirmation, leaveNewsletters } from './subscription-rules.ts';

/** The outcome: `to` is to be stored, then `from` removed, and the forwards of `dropped` deleted. */
export type AddressMove = { to: Subscriber; from: Subscriber; dropped: readonly RowRef[] };

/** True if an earlier attempt stored the new row and did not remove the old one. */
const isMoveBegun = (s: Subscriber, from: Subscriber): boolean =>
  s.forwards?.some((one) => isSameRow(one, refOf(from))) ?? false;

/**
 * An active subscriber at the new address gains the mover's newsletters and loses nothing. Any other row takes over the mover's choices
 * and consent. undefined if the row at the new address waits for no move (any more).
 */
export function moveSubscriber(
  s: Subscriber,
  from: Subscriber,
  key: RequestKey,
  now: Instant,
): AddressMove | undefined {
  const request = findRequest(s, key);
  if (isMoveBegun(s, from)) return { to: carryUnsubscribe(s, from, request), from, dropped: [] };
  if (from.status !== 'active') return undefined;
  // A link names its request; a link older than refs names the mover alone.
  if (key.ref !== undefined && (request?.from === undefined || request.done !== undefined)) return undefined;
  if (s.status === 'active') return joinRows(s, from, request, now);
  return isAwaitingConfirmation(s) ? moveToRow(s, from, request, now) : undefined;
}

/** An unsubscribe at the old address during a move counts at the new one. A row that was joined keeps its own status. */
const carryUnsubscribe = (s: Subscriber, from: Subscriber, request: SignUpRequest | undefined): Subscriber =>
  from.status === 'unsubscribed' && request?.done === 'moved'
    ? (leaveNewsletters(s, '', from.reason, from.changedAt)?.subscriber ?? s)
    : s;

/** The new row takes over the mover's consent and choices. */
function moveToRow(
  s: Subscriber,
  from: Subscriber,
  request: SignUpRequest | undefined,
  now: Instant,
): AddressMove {
  const { forwards, dropped } = mergeForwards(s, from, 'all');
  const remarks = [...(s.remarks ?? []), ...(from.remarks ?? [])].slice(-MAX_REMARKS);
  const to: Subscriber = {
    ...from,
    ...{ id: s.id, email: s.email, version: s.version, epoch: s.epoch, status: 'active' },
    consent: { ...from.consent, confirmedAt: now },
    changedAt: now,
    asked: undefined,
    requests: undefined,
    ...(request && markDone(s, request, 'moved')),
    ...(remarks.length > 0 && { remarks }),
    forwards,
    softBounces: undefined,
    restUntil: undefined,
  };
  return { to, from, dropped };
}

/** The mover's newsletters that an active subscriber gains. A stranger may have asked, so only those that the mail named count. */
export const findJoinedNewsletters = (
  s: Subscriber,
  from: Subscriber,
  request: SignUpRequest | undefined,
): readonly string[] =>
  from.newsletters.filter(
    (id) => !s.newsletters.includes(id) && (request === undefined || request.newsletters.includes(id)),
  );

function joinRows(
  s: Subscriber,
  from: Subscriber,
  request: SignUpRequest | undefined,
  now: Instant,
): AddressMove {
  const { forwards, dropped } = mergeForwards(s, from, 'unsubscribe');
  const newsletters = findJoinedNewsletters(s, from, request);
  const { form } = from.consent;
  const proof = { at: request?.at ?? now, source: 'moved', newsletters, form, confirmedAt: now };
  const to: Subscriber = {
    ...s,
    newsletters: [...s.newsletters, ...newsletters],
    ...(newsletters.length > 0 && { vouched: [...(s.vouched ?? []), proof] }),
    ...(request && markDone(s, request, 'joined')),
    forwards,
  };
  return { to, from, dropped };
}
