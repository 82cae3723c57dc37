/** Confirms a sign-up (double opt-in) or a change of address. Showing the page and repeating the confirmation change nothing. */
import { isBroadsheetError } from '../../domain/error.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { type AddressMove, moveSubscriber } from '../../domain/subscribers/address-change.ts';
import { isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import { type LinkClaim, readLink } from '../../domain/subscribers/signed-link.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import { confirmRequest, isWelcomeDue, markWelcomed } from '../../domain/subscribers/subscription-rules.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { eraseFromLedger } from '../ledger/erase-recipient.ts';
import { notifyOrFail } from '../limits/limit-uses.ts';
import { creditConfirmed } from '../limits/sign-up-limits.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import {
  type ConfirmationState,
  findMover,
  type LinkState,
  readLinkState,
  toConfirmationState,
  VOID_STATE,
} from './confirmation-state.ts';
import { resendConfirmation } from './subscribe.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { isSuppressed } from './suppress-subscriber.ts';

export type { ConfirmationState } from './confirmation-state.ts';

/** Reads a confirmation link. An expired link still names its row. Throws `forged`. */
function readConfirmLink(secrets: Secrets, token: string, now: Instant): LinkClaim & { expired: boolean } {
  try {
    return { ...readLink(secrets, token, 'confirm', now), expired: false };
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'expired') throw error;
    return { ...readLink(secrets, token, 'confirm', 0), expired: true };
  }
}

/** The state for the page. An expired link reveals no outcome and hands out no link: a new one is mailed only. */
const stateToShow = (standing: LinkState, expired: boolean): ConfirmationState =>
  expired && standing.state !== 'void'
    ? toConfirmationState('expired', standing)
    : toConfirmationState(standing.state, standing);

/** The state of a confirmation link, for its page. Throws `forged`. */
export async function showConfirmation(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<ConfirmationState> {
  const { expired, ...claim } = readConfirmLink(ports.secrets, token, ports.clock());
  return stateToShow(await readLinkState(ports, claim), expired);
}

/** Confirms the request of a link; mails a new link if this one has expired. `client`: as in SignUp. Throws `forged`, `unavailable`. */
export async function confirm(
  ports: SubscriberPorts,
  token: string,
  client?: string,
): Promise<ConfirmationState> {
  const { expired, ...claim } = readConfirmLink(ports.secrets, token, ports.clock());
  const standing = await readLinkState(ports, claim);
  const { subscriber } = standing;
  if (!subscriber || standing.state === 'void') return VOID_STATE;
  const suppressed = await isSuppressed(ports, subscriber.email);
  if (expired) {
    if (suppressed) return stateToShow(standing, true);
    await resendConfirmation(ports, subscriber, standing.state === 'open' ? standing.request : undefined);
    return toConfirmationState('renewed', standing);
  }
  if (suppressed) return VOID_STATE;
  if (standing.mover) await moveToNewAddress(ports, refOf(subscriber), claim, standing, client);
  else await confirmSignUp(ports, refOf(subscriber), claim, client);
  return stateToShow(await readLinkState(ports, claim), false);
}

async function confirmSignUp(
  ports: SubscriberPorts,
  row: RowRef,
  claim: LinkClaim,
  client?: string,
): Promise<void> {
  const { before, after, changed } = await changeSubscriber(ports, row.id, (s) =>
    s && isSameRow(refOf(s), row) ? confirmRequest(s, ports.clock(), claim) : undefined,
  );
  if (after && changed) await countConfirmed(ports, before, after);
  if (after && isWelcomeDue(after)) await queueWelcome(ports, after);
  if (after && changed) await creditConfirmed(ports, after.email, client);
}

async function countConfirmed(
  ports: Pick<SubscriberPorts, 'clock' | 'publication' | 'counts'>,
  before: Subscriber | undefined,
  after: Subscriber,
) {
  const had = before?.status === 'active' ? before.newsletters : [];
  const newsletters = after.newsletters.filter((id) => !had.includes(id));
  const { source } = after.consent;
  if (newsletters.length > 0) await countEvent(ports, 'confirmed', { newsletters, source });
}

/** Queues the welcome before the row notes it as sent: a failure in between sends a second welcome, and never loses the first. */
async function queueWelcome(
  ports: Pick<SubscriberPorts, 'notify' | 'subscribers'>,
  { id, newsletters, epoch }: Subscriber,
): Promise<void> {
  const about = { newsletters: newsletters.join(','), ...(epoch !== undefined && { epoch }) };
  await notifyOrFail(ports, { kind: 'welcome', subscriber: id, about });
  await changeSubscriber(ports, id, (s) => (s && isWelcomeDue(s) ? markWelcomed(s) : undefined));
}

/** Moves a subscriber. The new row is written before the old one goes, so a failure loses nothing; a repeated call finishes the move. */
async function moveToNewAddress(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'publication' | 'subscribers' | 'ledger'>,
  row: RowRef,
  claim: LinkClaim,
  standing: LinkState,
  client?: string,
): Promise<void> {
  let { mover } = standing;
  let next: AddressMove | undefined;
  const { after, changed } = await changeSubscriber(
    ports,
    row.id,
    (s) => {
      next =
        s && mover && isSameRow(refOf(s), row) ? moveSubscriber(s, mover, claim, ports.clock()) : undefined;
      return next?.to;
    },
    async (to) => {
      const { from, dropped } = next!;
      try {
        return await ports.subscribers.move(to, from, dropped);
      } catch (error) {
        // The mover may have unsubscribed or chosen anew at this moment, so the old row is read again.
        mover = await findMover(ports, refOf(from));
        throw error;
      }
    },
  );
  if (after && changed) await creditConfirmed(ports, after.email, client);
  if (after && next && ports.ledger) await eraseFromLedger({ ledger: ports.ledger }, next.from.id);
}
