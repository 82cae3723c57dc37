/** Erasure: the person goes, the daily counts stay; a hash stays only of who is never to be mailed. */
import { keyOf } from '../domain/address.ts';
import { suppressionHash } from '../domain/identity.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { countEvent } from './change-subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/** `never`: they ask never to be mailed again. Says nothing of whether somebody was there; twice is once. */
export async function eraseSubscriber(
  ports: SubscriberPorts,
  found: Subscriber | undefined,
  { never }: { never: boolean },
): Promise<void> {
  if (!found) return;
  // Before the row goes: whatever fails in between, nobody who must not be mailed is forgotten.
  if (never) {
    const hash = suppressionHash(ports.secrets, keyOf(found.email));
    await ports.suppressions.add({ hash, reason: 'asked', at: ports.clock() });
  }
  await ports.subscribers.erase(found.id);
  await countEvent(ports, 'erased', { newsletters: [], source: found.consent.source });
}
