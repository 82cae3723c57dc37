/** An address that was refused for good: its subscriber has bounced, and it is never mailed again. */
import { keyOf } from '../domain/address.ts';
import { suppressionHash } from '../domain/identity.ts';
import { barred } from '../domain/subscription.ts';
import { changeSubscriber } from './change-subscriber.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

export async function barAddress(
  { subscribers, suppressions, secrets, clock }: DeliveryPorts,
  id: string,
  reason: string,
): Promise<void> {
  const now = clock();
  const { before } = await changeSubscriber({ subscribers }, id, (found) =>
    found?.status === 'active' || found?.status === 'pending'
      ? barred(found, 'bounced', reason, now)
      : undefined,
  );
  if (before)
    await suppressions.add({
      hash: suppressionHash(secrets, keyOf(before.email)),
      reason: 'bounced',
      at: now,
    });
}
