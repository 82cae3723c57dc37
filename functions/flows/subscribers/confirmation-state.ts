/** How it stands with what a confirmation link asks for: it waits, it is done, or nothing waits for it any more. */
import { maskAddress } from '../../domain/subscribers/address.ts';
import { joinedNewsletters } from '../../domain/subscribers/address-change.ts';
import { isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import { findRequest } from '../../domain/subscribers/sign-up-request.ts';
import type { LinkClaim } from '../../domain/subscribers/signed-link.ts';
import type { SignUpRequest, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { isAwaited } from '../../domain/subscribers/subscription-rules.ts';
import { rowOfLink } from './follow-link.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/**
 * open: to be confirmed · done: it is (now, or was already) · expired: the link is too old, a new one can be had · renewed: a new
 * one is on its way · void: nothing waits for this link any more. `kind`: a sign-up; more newsletters for somebody active; a move to
 * this address; a move that joins somebody active.
 */
export type ConfirmationState = {
  state: 'open' | 'done' | 'expired' | 'renewed' | 'void';
  kind: 'sign-up' | 'more' | 'move' | 'join';
  /** Subscriber id and epoch; empty for void. */
  id: string;
  epoch: string;
  /** Masked; empty for void. */
  address: string;
  newsletters: readonly string[];
};

export const VOID: ConfirmationState = {
  ...{ state: 'void', kind: 'sign-up', id: '', epoch: '', address: '', newsletters: [] },
};

export type LinkState = {
  state: 'open' | 'done' | 'void';
  kind: ConfirmationState['kind'];
  subscriber: Subscriber | undefined;
  /** What the mail named; of an old link, what is known of it. */
  request: SignUpRequest | undefined;
  /** Who wants to move here. */
  mover: Subscriber | undefined;
  /** What would be had, or is. */
  newsletters: readonly string[];
};

const NOTHING: LinkState = {
  ...{ state: 'void', kind: 'sign-up', subscriber: undefined, request: undefined, mover: undefined },
  newsletters: [],
};

export const told = (
  state: ConfirmationState['state'],
  { subscriber, kind, newsletters }: LinkState,
): ConfirmationState =>
  state === 'void' || !subscriber
    ? VOID
    : { state, kind, ...refOf(subscriber), address: maskAddress(subscriber.email), newsletters };

const DONE = { confirmed: 'sign-up', added: 'more', moved: 'move', joined: 'join' } as const;

/** The row that the link was made for, if it is there, and the request its mail named, if that is kept. */
export async function readLinkState(
  ports: Pick<SubscriberPorts, 'subscribers'>,
  claim: LinkClaim,
): Promise<LinkState> {
  const s = await rowOfLink(ports, claim);
  if (!s) return NOTHING;
  const request = findRequest(s, claim);
  const there = s.status === 'active' || isAwaited(s);
  const base = { ...NOTHING, subscriber: s, request };
  if (request?.done) {
    // A mover who is still there: the move was begun, and is to be ended.
    const mover = request.from && (await moverOf(ports, request.from));
    return isActive(s) || mover ? { ...done(base, DONE[request.done]), mover } : NOTHING;
  }
  const from = request?.from ?? oldMove(claim);
  if (from) return readMove(ports, base, claim, from);
  if (request && there)
    return {
      ...base,
      state: 'open',
      kind: isActive(s) ? 'more' : 'sign-up',
      newsletters: request.newsletters,
    };
  // A link of before there were refs: its row says no more than that it was confirmed.
  return claim.ref === undefined && isActive(s) ? done(base, 'sign-up') : NOTHING;
}

const isActive = ({ status }: Subscriber): boolean => status === 'active';

const done = (base: LinkState, kind: ConfirmationState['kind']): LinkState => ({
  ...{ ...base, state: 'done', kind, newsletters: base.subscriber?.newsletters ?? [] },
});

const oldMove = ({ ref, about }: LinkClaim): RowRef | undefined =>
  ref === undefined && about !== '' ? { id: about, epoch: '' } : undefined;

/** Who left meanwhile moves nowhere. */
export async function moverOf(
  { subscribers }: Pick<SubscriberPorts, 'subscribers'>,
  from: RowRef,
): Promise<Subscriber | undefined> {
  const found = await subscribers.get(from.id);
  return found && isActive(found) && isSameRow(refOf(found), from) ? found : undefined;
}

async function readMove(
  ports: Pick<SubscriberPorts, 'subscribers'>,
  base: LinkState,
  claim: LinkClaim,
  from: RowRef,
): Promise<LinkState> {
  const s = base.subscriber!;
  const mover = await moverOf(ports, from);
  if (!mover) return claim.ref === undefined && isActive(s) ? done(base, 'move') : NOTHING;
  if (!isActive(s) && !isAwaited(s)) return NOTHING;
  const request = base.request ? { ...base.request, from } : oldRequest(mover);
  return {
    ...{ ...base, state: 'open', mover, request },
    kind: isActive(s) ? 'join' : 'move',
    newsletters: isActive(s) ? joinedNewsletters(s, mover, request) : mover.newsletters,
  };
}

/** Of a link of before there were refs, onto somebody active. */
const oldRequest = (mover: Subscriber): SignUpRequest => ({
  ...{ newsletters: mover.newsletters, topics: mover.topics, at: mover.changedAt, source: 'moved' },
  ...{ form: mover.consent.form, ref: '', from: refOf(mover) },
});
