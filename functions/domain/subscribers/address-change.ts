/** A change of address, confirmed at the new one: a person moves, or joins a row of theirs that reads already. */
import type { Instant } from '../time/instant.ts';
import { forwardsAfter, isSameRow, type RowRef, refOf } from './forward.ts';
import { REMARKS_KEPT } from './remark.ts';
import { findRequest, type RequestKey, withDone } from './sign-up-request.ts';
import type { SignUpRequest, Subscriber } from './subscriber.ts';
import { isAwaited, left } from './subscription-rules.ts';

/** `to` is stored, `from` is gone after it, and so are the forwards of `dropped`. */
export type Move = { to: Subscriber; from: Subscriber; dropped: readonly RowRef[] };

/** An earlier attempt got as far as the new row, and no further. */
const isBegun = (s: Subscriber, from: Subscriber): boolean =>
  s.forwards?.some((one) => isSameRow(one, refOf(from))) ?? false;

/**
 * Onto somebody who is active, newsletters are joined and nothing is taken from them; else what the mover chose and agreed to moves
 * along. undefined: the row at the new address waits for no such thing (any more).
 */
export function moveSubscriber(
  s: Subscriber,
  from: Subscriber,
  key: RequestKey,
  now: Instant,
): Move | undefined {
  const request = findRequest(s, key);
  if (isBegun(s, from)) return { to: withLeaving(s, from, request), from, dropped: [] };
  if (from.status !== 'active') return undefined;
  // A link names its request, and one of before there were refs the mover alone.
  if (key.ref !== undefined && (request?.from === undefined || request.done !== undefined)) return undefined;
  if (s.status === 'active') return joinedWith(s, from, request, now);
  return isAwaited(s) ? movedTo(s, from, request, now) : undefined;
}

/** Who left at the old address while they moved has left; of somebody they joined that is no word. */
const withLeaving = (s: Subscriber, from: Subscriber, request: SignUpRequest | undefined): Subscriber =>
  from.status === 'unsubscribed' && request?.done === 'moved'
    ? (left(s, '', from.reason, from.changedAt)?.subscriber ?? s)
    : s;

/** Consent moves with the person, and with it what they chose. */
function movedTo(s: Subscriber, from: Subscriber, request: SignUpRequest | undefined, now: Instant): Move {
  const { forwards, dropped } = forwardsAfter(s, from, 'all');
  const remarks = [...(s.remarks ?? []), ...(from.remarks ?? [])].slice(-REMARKS_KEPT);
  const to: Subscriber = {
    ...from,
    ...{ id: s.id, email: s.email, version: s.version, epoch: s.epoch, status: 'active' },
    consent: { ...from.consent, confirmedAt: now },
    changedAt: now,
    asked: undefined,
    requests: undefined,
    ...(request && withDone(s, request, 'moved')),
    ...(remarks.length > 0 && { remarks }),
    forwards,
    softBounces: undefined,
    restUntil: undefined,
  };
  return { to, from, dropped };
}

/** A stranger may have asked for it: of the mover's, the reader here gets the newsletters that the mail named, and no more. */
export const joinedNewsletters = (
  s: Subscriber,
  from: Subscriber,
  request: SignUpRequest | undefined,
): readonly string[] =>
  from.newsletters.filter(
    (id) => !s.newsletters.includes(id) && (request === undefined || request.newsletters.includes(id)),
  );

function joinedWith(s: Subscriber, from: Subscriber, request: SignUpRequest | undefined, now: Instant): Move {
  const { forwards, dropped } = forwardsAfter(s, from, 'unsubscribe');
  const newsletters = joinedNewsletters(s, from, request);
  const { form } = from.consent;
  const proof = { at: request?.at ?? now, source: 'moved', newsletters, form, confirmedAt: now };
  const to: Subscriber = {
    ...s,
    newsletters: [...s.newsletters, ...newsletters],
    ...(newsletters.length > 0 && { vouched: [...(s.vouched ?? []), proof] }),
    ...(request && withDone(s, request, 'joined')),
    forwards,
  };
  return { to, from, dropped };
}
