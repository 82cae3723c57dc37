/** Suppression after a hard bounce, a refused address or a complaint: the subscriber is counted, the address never mailed again. */
import { addressKey } from '../../domain/subscribers/address.ts';
import { suppressionHash } from '../../domain/subscribers/identity.ts';
import { barred, isAwaited, isResting, rested } from '../../domain/subscribers/subscription-rules.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/** Asked before anything that could bring an address back. */
export async function isSuppressed(
  { suppressions, secrets }: Pick<SubscriberPorts, 'suppressions' | 'secrets'>,
  email: string,
): Promise<boolean> {
  const hash = suppressionHash(secrets, addressKey(email));
  return (await suppressions.among([hash])).has(hash);
}

type BarPorts = Pick<
  SubscriberPorts,
  'subscribers' | 'suppressions' | 'secrets' | 'clock' | 'counts' | 'publication'
>;

/** At once and for good. Nothing happens for somebody erased. Throws `unavailable`. */
export async function barSubscriber(
  ports: BarPorts,
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
    s && s.status !== status ? barred(s, status, reason, at) : undefined,
  );
  if (before && changed)
    await countEvent(ports, status, { newsletters: before.newsletters, source: before.consent.source });
}

/**
 * The address of a message was refused for good. `confirmation`: the message was to confirm that address. A stranger may have typed
 * it in, and its mailbox may be made next month: it rests for some days (REST) and nobody is barred. Whoever has confirmed since
 * has shown that the address takes mail. Any other message bars its reader. True: from now on the address of a confirmation rests.
 * Throws `unavailable`.
 */
export async function refuseAddress(
  ports: BarPorts,
  id: string,
  reason: string,
  { confirmation }: { confirmation: boolean },
): Promise<boolean> {
  if (!confirmation) {
    await barSubscriber(ports, id, 'bounced', reason);
    return false;
  }
  const now = ports.clock();
  const { changed } = await changeSubscriber(ports, id, (s) =>
    s && isAwaited(s) && !isResting(s, now) ? rested(s, now) : undefined,
  );
  return changed;
}
