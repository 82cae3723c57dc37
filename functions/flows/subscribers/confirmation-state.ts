/** The state of the request behind a confirmation link: it waits, is confirmed, or is gone. */
import { maskAddress } from '../../domain/subscribers/address.ts';
import { findJoinedNewsletters } from '../../domain/subscribers/address-change.ts';
import { isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import { findRequest } from '../../domain/subscribers/sign-up-request.ts';
import type { LinkClaim } from '../../domain/subscribers/signed-link.ts';
import type { SignUpRequest, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { isAwaitingConfirmation } from '../../domain/subscribers/subscription-rules.ts';
import { findLinkRow } from './follow-link.ts';
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

export const VOID_STATE: ConfirmationState = {
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

const VOID_LINK_STATE: LinkState = {
  ...{ state: 'void', kind: 'sign-up', subscriber: undefined, request: undefined, mover: undefined },
  newsletters: [],
};

export const toConfirmationState = (
  state: ConfirmationState['state'],
  { subscriber, kind, newsletters }: LinkState,
): ConfirmationState =>
  state === 'void' || !subscriber
    ? VOID_STATE
    : { state, kind, ...refOf(subscriber), address: maskAddress(subscriber.email), newsletters };

const KIND_OF_DONE = { confirmed: 'sign-up', added: 'more', moved: 'move', joined: 'join' } as const;

/** Reads the row that the link was made for, if there is one, and the request that its mail named, if the row keeps it. */
export async function readLinkState(
  ports: Pick<SubscriberPorts, 'subscribers'>,
  claim: LinkClaim,
): Promise<LinkState> {
  const s = await findLinkRow(ports, claim);
  if (!s) return VOID_LINK_STATE;
  const request = findRequest(s, claim);
  const there = s.status === 'active' || isAwaitingConfirmation(s);
  const base = { ...VOID_LINK_STATE, subscriber: s, request };
  if (request?.done) {
    // If the mover's row is still there, the move was begun and has to be finished.
    const mover = request.from && (await findMover(ports, request.from));
    return isActive(s) || mover
      ? { ...toDoneState(base, KIND_OF_DONE[request.done]), mover }
      : VOID_LINK_STATE;
  }
  const from = request?.from ?? moverOfOldLink(claim);
  if (from) return readMoveState(ports, base, claim, from);
  if (request && there)
    return {
      ...base,
      state: 'open',
      kind: isActive(s) ? 'more' : 'sign-up',
      newsletters: request.newsletters,
    };
  // For a link older than refs, the row tells only that a sign-up was confirmed.
  return claim.ref === undefined && isActive(s) ? toDoneState(base, 'sign-up') : VOID_LINK_STATE;
}

const isActive = ({ status }: Subscriber): boolean => status === 'active';

const toDoneState = (base: LinkState, kind: ConfirmationState['kind']): LinkState => ({
  ...{ ...base, state: 'done', kind, newsletters: base.subscriber?.newsletters ?? [] },
});

const moverOfOldLink = ({ ref, about }: LinkClaim): RowRef | undefined =>
  ref === undefined && about !== '' ? { id: about, epoch: '' } : undefined;

/** The mover's row; undefined if the mover has unsubscribed or was erased meanwhile. */
export async function findMover(
  { subscribers }: Pick<SubscriberPorts, 'subscribers'>,
  from: RowRef,
): Promise<Subscriber | undefined> {
  const found = await subscribers.get(from.id);
  return found && isActive(found) && isSameRow(refOf(found), from) ? found : undefined;
}

async function readMoveState(
  ports: Pick<SubscriberPorts, 'subscribers'>,
  base: LinkState,
  claim: LinkClaim,
  from: RowRef,
): Promise<LinkState> {
  const s = base.subscriber!;
  const mover = await findMover(ports, from);
  if (!mover) return claim.ref === undefined && isActive(s) ? toDoneState(base, 'move') : VOID_LINK_STATE;
  if (!isActive(s) && !isAwaitingConfirmation(s)) return VOID_LINK_STATE;
  const request = base.request ? { ...base.request, from } : requestOfOldLink(mover);
  return {
    ...{ ...base, state: 'open', mover, request },
    kind: isActive(s) ? 'join' : 'move',
    newsletters: isActive(s) ? findJoinedNewsletters(s, mover, request) : mover.newsletters,
  };
}

/** The request of a move whose link is older than refs. */
const requestOfOldLink = (mover: Subscriber): SignUpRequest => ({
  ...{ newsletters: mover.newsletters, topics: mover.topics, at: mover.changedAt, source: 'moved' },
  ...{ form: mover.consent.form, ref: '', from: refOf(mover) },
});
