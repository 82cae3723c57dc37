/** Actions behind the mailed one-hour link: export of the subscriber's own data, erasure, change of address. */
import { BroadsheetError } from '../../domain/error.ts';
import { type Address, maskAddress, parseAddress } from '../../domain/subscribers/address.ts';
import { refOf } from '../../domain/subscribers/forward.ts';
import { limitKey, subscriberId } from '../../domain/subscribers/identity.ts';
import { readLink } from '../../domain/subscribers/signed-link.ts';
import type { SignUpRequest, Subscriber, VouchedConsent } from '../../domain/subscribers/subscriber.ts';
import { DAY, formatRfc3339 } from '../../domain/time/instant.ts';
import { readReceivedLetters } from '../ledger/received-letters.ts';
import { searchWithinLimit, takeUses } from '../limits/limit-uses.ts';
import { takeSignUp } from '../limits/sign-up-limits.ts';
import { drawMark } from './change-subscriber.ts';
import { eraseId, eraseSubscriber } from './erase.ts';
import { findLinkRow } from './follow-link.ts';
import { countUnmailed, requestConfirmation } from './subscribe.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { isSuppressed } from './suppress-subscriber.ts';

async function readManageLink(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<Subscriber | undefined> {
  return findLinkRow(ports, readLink(ports.secrets, token, 'manage', ports.clock()));
}

/** The masked address; undefined if the row is gone. Throws `forged`, `expired`. */
export async function showManagement(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'subscribers'>,
  token: string,
): Promise<string | undefined> {
  const found = await readManageLink(ports, token);
  return found && maskAddress(found.email);
}

/**
 * The subscriber's stored data and the letters sent to them, as JSON, without the marks that links are made of. undefined if the row is
 * gone. Throws `forged`, `expired`, `too-many`.
 */
export async function exportOwnData(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'subscribers' | 'ledger'>,
  token: string,
): Promise<string | undefined> {
  const found = await readManageLink(ports, token);
  if (!found) return undefined;
  const { version: _, epoch: __, ...kept } = found;
  const instant = (at: number | undefined) => (at === undefined ? null : formatRfc3339(at));
  const vouchedFor = (one: VouchedConsent) => ({
    ...one,
    at: instant(one.at),
    ...(one.confirmedAt !== undefined && { confirmedAt: instant(one.confirmedAt) }),
  });
  const exported = {
    ...kept,
    consent: {
      ...kept.consent,
      at: instant(kept.consent.at),
      confirmedAt: instant(kept.consent.confirmedAt),
    },
    pausedUntil: instant(kept.pausedUntil),
    changedAt: instant(kept.changedAt),
    ...(kept.remarks && { remarks: kept.remarks.map((one) => ({ ...one, at: instant(one.at) })) }),
    ...(kept.vouched && { vouched: kept.vouched.map(vouchedFor) }),
    ...(kept.requests && {
      requests: kept.requests.map(({ ref, from, silent, ...one }) => ({ ...one, at: instant(one.at) })),
    }),
    ...(kept.forwards && { forwards: kept.forwards.map(({ id, links }) => ({ id, links })) }),
    asked: kept.asked ? { ...kept.asked, at: instant(kept.asked.at) } : null,
    softBounces: kept.softBounces?.map(({ run, at }) => ({ run, at: instant(at) })),
    restUntil: kept.restUntil === undefined ? undefined : instant(kept.restUntil),
  };
  const { ledger } = ports;
  const letters =
    ledger && (await searchWithinLimit(ports, found.id, 'copy', () => readReceivedLetters(ledger, found.id)));
  if (ledger && !letters)
    throw new BroadsheetError('too-many', 'Your data were asked for several times in the last hour.', {
      remedy: 'Try again in an hour.',
    });
  const sent = letters && { letters: letters.map((one) => ({ ...one, at: instant(one.at) })) };
  return `${JSON.stringify({ ...exported, ...sent }, null, 2)}\n`;
}

/**
 * Erases the subscriber of a link. False if the link's row is gone and its person may not be: they moved, or the address has signed up
 * again. Throws `forged`, `expired`, `unavailable`.
 */
export async function eraseOwn(
  ports: SubscriberPorts,
  token: string,
  how: { never: boolean },
): Promise<boolean> {
  const claim = readLink(ports.secrets, token, 'manage', ports.clock());
  const id = claim.subject;
  const found = await findLinkRow(ports, claim);
  if (found) {
    await eraseSubscriber(ports, found, how);
    return true;
  }
  if (
    (await ports.subscribers.get(id)) ||
    (await ports.subscribers.findForward({ id, epoch: claim.epoch ?? '' }))
  )
    return false;
  // A repeated call finishes an erasure that was interrupted.
  await searchWithinLimit(ports, id, 'erase', () => eraseId(ports, id));
  return true;
}

/** Changes of address that a subscriber may ask for in a day. Without a limit, one link could send mail to any number of strangers. */
const MAX_MOVES_A_DAY = 3;

/**
 * Mails a confirmation to the new address; nothing changes before that. The answer is the same if the new address is known, suppressed
 * or over its limit, or the subscriber over theirs. `client`: as in SignUp. Throws `forged`, `expired`, `invalid`, `too-many` (network or
 * publication), `unavailable`.
 */
export async function requestNewAddress(
  ports: SubscriberPorts,
  token: string,
  typed: string,
  client?: string,
): Promise<void> {
  const address = parseAddress(typed);
  const found = await readManageLink(ports, token);
  if (found?.status !== 'active') return;
  const giveBack = await takeSignUp(ports, client);
  try {
    await requestMoveWithinLimits(ports, found, address);
  } catch (error) {
    await giveBack();
    throw error;
  }
}

async function requestMoveWithinLimits(
  ports: SubscriberPorts,
  found: Subscriber,
  address: Address,
): Promise<void> {
  if (subscriberId(ports.secrets, address.key) === found.id) return;
  const moves = { key: limitKey(ports.secrets, 'move', found.id), limit: MAX_MOVES_A_DAY, window: DAY };
  const giveBack = await takeUses(ports, [moves], ports.clock());
  if (!giveBack) return;
  try {
    if (await isSuppressed(ports, address.email)) await countUnmailed(ports, address.email);
    else await requestMove(ports, found, address);
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Mails a confirmation to the new address. The caller has checked that the address is not suppressed. Throws `unavailable`. */
export async function requestMove(
  ports: SubscriberPorts,
  from: Subscriber,
  { email, key }: Address,
): Promise<void> {
  const now = ports.clock();
  const id = subscriberId(ports.secrets, key);
  const { newsletters, topics, consent } = from;
  const { form } = consent;
  const request: SignUpRequest = {
    ...{ newsletters, topics, at: now, source: 'moved', form, ref: drawMark(), from: refOf(from) },
  };
  await requestConfirmation(ports, { id, email }, request);
}
