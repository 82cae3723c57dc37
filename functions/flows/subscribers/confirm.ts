/** Confirming a sign-up (double opt-in) or a change of address: a look changes nothing, and a second confirmation neither. */
import { isBroadsheetError } from '../../domain/error.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { type Move, moveSubscriber } from '../../domain/subscribers/address-change.ts';
import { isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import { type LinkClaim, readLink } from '../../domain/subscribers/signed-link.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import { confirmed, isWelcomeDue, welcomed } from '../../domain/subscribers/subscription-rules.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { eraseFromLedger } from '../ledger/erase-recipient.ts';
import { queue } from '../limits/limit-uses.ts';
import { creditConfirmed } from '../limits/sign-up-limits.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import {
  type ConfirmationState,
  type LinkState,
  moverOf,
  readLinkState,
  told,
  VOID,
} from './confirmation-state.ts';
import { sendConfirmation } from './subscribe.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { isSuppressed } from './suppress-subscriber.ts';

export type { ConfirmationState as Confirmation } from './confirmation-state.ts';

/** A link past its time still says whom it was for. Throws `forged`. */
function readConfirm(secrets: Secrets, token: string, now: Instant): LinkClaim & { expired: boolean } {
  try {
    return { ...readLink(secrets, token, 'confirm', now), expired: false };
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'expired') throw error;
    return { ...readLink(secrets, token, 'confirm', 0), expired: true };
  }
}

/** An expired link tells nothing of what became of it, and hands out nothing; a new one goes to the mailbox alone. */
const shown = (standing: LinkState, expired: boolean): ConfirmationState =>
  expired && standing.state !== 'void' ? told('expired', standing) : told(standing.state, standing);

/** What the page shows. Throws `forged`. */
export async function showConfirmation(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<ConfirmationState> {
  const { expired, ...claim } = readConfirm(ports.secrets, token, ports.clock());
  return shown(await readLinkState(ports, claim), expired);
}

/** Confirms; of an expired link, sends a new one. `client`: as of a sign-up. Throws `forged`, `unavailable`. */
export async function confirm(
  ports: SubscriberPorts,
  token: string,
  client?: string,
): Promise<ConfirmationState> {
  const { expired, ...claim } = readConfirm(ports.secrets, token, ports.clock());
  const standing = await readLinkState(ports, claim);
  const { subscriber } = standing;
  if (!subscriber || standing.state === 'void') return VOID;
  const suppressed = await isSuppressed(ports, subscriber.email);
  if (expired) {
    if (suppressed) return shown(standing, true);
    await sendConfirmation(ports, subscriber, standing.state === 'open' ? standing.request : undefined);
    return told('renewed', standing);
  }
  if (suppressed) return VOID;
  if (standing.mover) await move(ports, refOf(subscriber), claim, standing, client);
  else await confirmSignUp(ports, refOf(subscriber), claim, client);
  return shown(await readLinkState(ports, claim), false);
}

async function confirmSignUp(
  ports: SubscriberPorts,
  row: RowRef,
  claim: LinkClaim,
  client?: string,
): Promise<void> {
  const { before, after, changed } = await changeSubscriber(ports, row.id, (s) =>
    s && isSameRow(refOf(s), row) ? confirmed(s, ports.clock(), claim) : undefined,
  );
  if (after && changed) await countConfirmed(ports, before, after);
  if (after && isWelcomeDue(after)) await welcome(ports, after);
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

/** Queued before it is noted as done: a failure in between costs a second welcome, never the only one. */
async function welcome(
  ports: Pick<SubscriberPorts, 'notify' | 'subscribers'>,
  { id, newsletters, epoch }: Subscriber,
): Promise<void> {
  const about = { newsletters: newsletters.join(','), ...(epoch !== undefined && { epoch }) };
  await queue(ports, { kind: 'welcome', subscriber: id, about });
  await changeSubscriber(ports, id, (s) => (s && isWelcomeDue(s) ? welcomed(s) : undefined));
}

/** The old row goes after the new one is written, so that a failure loses nobody; said again, it ends what was begun. */
async function move(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'publication' | 'subscribers' | 'ledger'>,
  row: RowRef,
  claim: LinkClaim,
  standing: LinkState,
  client?: string,
): Promise<void> {
  let { mover } = standing;
  let next: Move | undefined;
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
        // Whoever left or chose anew in this very moment is read again.
        mover = await moverOf(ports, refOf(from));
        throw error;
      }
    },
  );
  if (after && changed) await creditConfirmed(ports, after.email, client);
  if (after && next && ports.ledger) await eraseFromLedger({ ledger: ports.ledger }, next.from.id);
}
