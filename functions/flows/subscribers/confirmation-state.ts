/** The state of the request behind a confirmation link: it waits, is confirmed, or is gone. */
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
 * open: to be confirmed · done: confirmed, now or before · expired: the link is too old, a new one can be mailed · renewed: a new one
 * has been mailed · void: no request waits for this link any more. `kind`: a sign-up; more newsletters for an active subscriber; a move to
 * this address; a move that joins an active subscriber.
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
  /** The request that the mail named; for a link older than refs, one made of the mover's row. */
  request: SignUpRequest | undefined;
  /** The row that wants to move here. */
  mover: Subscriber | undefined;
  /** The newsletters that the confirmation gives, or has given. */
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

/** Reads the row that the link was made for, if there is one, and the request that its mail named, if the row keeps it. */
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
    // If the mover's row is still there, the move was begun and has to be finished.
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
  // For a link older than refs, the row tells only that a sign-up was confirmed.
  return claim.ref === undefined && isActive(s) ? done(base, 'sign-up') : NOTHING;
}

const isActive = ({ status }: Subscriber): boolean => status === 'active';

const done = (base: LinkState, kind: ConfirmationState['kind']): LinkState => ({
  ...{ ...base, state: 'done', kind, newsletters: base.subscriber?.newsletters ?? [] },
});

const oldMove = ({ ref, about }: LinkClaim): RowRef | undefined =>
  ref === undefined && about !== '' ? { id: about, epoch: '' } : undefined;

/** The mover's row; undefined if the mover has unsubscribed or was erased meanwhile. */
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

/** The request of a move whose link is older than refs. */
const oldRequest = (mover: Subscriber): SignUpRequest => ({
  ...{ newsletters: mover.newsletters, topics: mover.topics, at: mover.changedAt, source: 'moved' },
  ...{ form: mover.consent.form, ref: '', from: refOf(mover) },
});
