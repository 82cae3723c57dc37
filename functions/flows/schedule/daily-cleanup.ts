/** The daily cleanup (retention): deletes unconfirmed sign-ups, old notices, the recipients' lists of old runs, and unused releases. */
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { eraseUnconfirmed } from '../subscribers/erase.ts';
import { type CompactPorts, compactRuns } from './compact-runs.ts';
import { isDaily, LAST_CLEANUP_KEY } from './housekeeping.ts';

/** Retention of unconfirmed sign-ups and closed notices. A confirmation link is valid for a week and may be requested again. */
const RETENTION = 30 * DAY;

export async function cleanUp(
  ports: CompactPorts & Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'sweep'>,
  now: Instant,
): Promise<void> {
  const { ledger, sweep } = ports;
  const isDue = await isDaily(ports, LAST_CLEANUP_KEY, now);
  if (isDue) {
    await eraseUnconfirmed(ports, now - RETENTION);
    await ledger.forgetClosed(NOTICES, now - RETENTION);
    await ledger.setState(LAST_CLEANUP_KEY, String(now));
  }
  // Compaction may need several ticks, so it runs at each of them.
  await compactRuns(ports, now);
  // The sweep comes last: an error of the disk is then reported once a day and not at every tick.
  if (isDue) await sweep?.();
}
