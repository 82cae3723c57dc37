/** Suppression after a hard bounce, a refused address or a complaint: the event is counted, and the address is never mailed again. */
import { addressKey } from '../../domain/subscribers/address.ts';
import { suppressionHash } from '../../domain/subscribers/identity.ts';
import {
  isAwaitingConfirmation,
  isResting,
  markSuppressed,
  startRest,
} from '../../domain/subscribers/subscription-rules.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/** True if the address is on the suppression list. Every flow that could activate an address asks this first. */
export async function isSuppressed(
  { suppressions, secrets }: Pick<SubscriberPorts, 'suppressions' | 'secrets'>,
  email: string,
): Promise<boolean> {
  const hash = suppressionHash(secrets, addressKey(email));
  return (await suppressions.find([hash])).has(hash);
}

type SuppressPorts = Pick<
  SubscriberPorts,
  'subscribers' | 'suppressions' | 'secrets' | 'clock' | 'counts' | 'publication'
>;

/** Suppresses a subscriber's address for good. Does nothing if the row was erased. Throws `unavailable`. */
export async function suppressSubscriber(
  ports: SuppressPorts,
  id: string,
  status: 'bounced' | 'complained',
  reason: string,
): Promise<void> {
  const found = await ports.subscribers.get(id);
  if (!found) return;
  const at = ports.clock();
  const hash = suppressionHash(ports.secrets, addressKey(found.email));
  await ports.suppressions.add({ hash, reason: status, at });
  const { before, changed } = await changeSubscriber(ports, id, (s) =>
    s && s.status !== status ? markSuppressed(s, status, reason, at) : undefined,
  );
  if (before && changed)
    await countEvent(ports, status, { newsletters: before.newsletters, source: before.consent.source });
}

/**
 * Handles the permanent refusal of a message's address: it is suppressed, unless the message was a confirmation (`confirmation`). Then
 * the address only rests for some days, because a stranger may have typed it, and the mailbox may be created later. A subscriber
 * who has confirmed since has shown that the address takes mail. True if the address rests from now on. Throws `unavailable`.
 */
export async function handleRefusedAddress(
  ports: SuppressPorts,
  id: string,
  reason: string,
  { confirmation }: { confirmation: boolean },
): Promise<boolean> {
  if (!confirmation) {
    await suppressSubscriber(ports, id, 'bounced', reason);
    return false;
  }
  const now = ports.clock();
  const { changed } = await changeSubscriber(ports, id, (s) =>
    s && isAwaitingConfirmation(s) && !isResting(s, now) ? startRest(s, now) : undefined,
  );
  return changed;
}
