/** Rings for all that waits: a doorbell that was lost costs a minute. */
import { NOTICES } from '../domain/run-key.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

export type RingPorts = Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock'>;

/** `workers`: so many may deliver at once, and no more need to be woken. Returns how many runs are live. */
export async function ringLive({ ledger, doorbell, clock }: RingPorts, workers: number): Promise<number> {
  const now = clock();
  const live = await ledger.runs({ states: ['planned', 'sending'], limit: 1000 });
  for (const { id, state } of live) {
    if (state === 'planned') await doorbell.ring({ kind: 'plan', run: id });
    const waiting = await ledger.claimable(id, now, workers);
    for (const _ of waiting) await doorbell.ring({ kind: 'deliver', run: id });
  }
  const notices = await ledger.claimable(NOTICES, now, 1);
  if (notices.length > 0) await doorbell.ring({ kind: 'notices' });
  return live.length;
}
