/** Housekeeping, once a day: sign-ups never confirmed are forgotten, notices long done, lists of recipients, and releases nobody goes back to. */
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { eraseUnconfirmed } from '../subscribers/erase.ts';
import { type FoldPorts, foldRuns } from './compact-runs.ts';
import { isDaily, TIDIED } from './housekeeping.ts';

/** A confirmation's link is good for a week, and may be asked for again. */
const KEPT = 30 * DAY;

export async function tidy(
  ports: FoldPorts & Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'sweep'>,
  now: Instant,
): Promise<void> {
  const { ledger, sweep } = ports;
  const isDue = await isDaily(ports, TIDIED, now);
  if (isDue) {
    await eraseUnconfirmed(ports, now - KEPT);
    await ledger.forgetClosed(NOTICES, now - KEPT);
    await ledger.remember(TIDIED, String(now));
  }
  // More ticks than one, where there is much of it.
  await foldRuns(ports, now);
  // Last: a disk's trouble is told once a day, not at every tick.
  if (isDue) await sweep?.();
}
