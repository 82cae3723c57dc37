/** Housekeeping, once a day: sign-ups never confirmed are forgotten, notices long done, and releases nobody goes back to. */
import { DAY, type Instant } from '../domain/instant.ts';
import { NOTICES } from '../domain/run-key.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** A confirmation's link is good for a week, and may be asked for again. */
const KEPT = 30 * DAY;
const KEY = 'tidied';

export async function tidy(
  { ledger, subscribers, sweep }: Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'sweep'>,
  now: Instant,
): Promise<void> {
  const last = await ledger.memory(KEY);
  // A clock that was set back must not keep it from being done.
  if (last !== undefined && Math.abs(now - Number(last)) < DAY) return;
  await subscribers.erasePending(now - KEPT);
  await ledger.forgetClosed(NOTICES, now - KEPT);
  await ledger.remember(KEY, String(now));
  // Last: a disk's trouble is told once a day, not at every tick.
  await sweep?.();
}
