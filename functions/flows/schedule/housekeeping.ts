/** Decides at each tick whether the daily cleanup is due. The cleanup itself is loaded only then (daily-cleanup.ts). */
import { DAY, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** The ledger's keys for the instants of the last cleanup and the last compaction of runs. */
export const LAST_CLEANUP_KEY = 'tidied';
export const LAST_FOLD_KEY = 'folded';

type Ports = Pick<DeliveryPorts, 'ledger'>;

/** True if the job of this key was last done a day ago or more. After the clock was set back by a day the job is due as well. */
export async function isDaily(
  { ledger }: { ledger: Pick<Ports['ledger'], 'getState'> },
  key: string,
  now: Instant,
): Promise<boolean> {
  const last = await ledger.getState(key);
  return last === undefined || Math.abs(now - Number(last)) >= DAY;
}

export const isHousekeepingDue = async (ports: Ports, now: Instant): Promise<boolean> =>
  (await isDaily(ports, LAST_CLEANUP_KEY, now)) || (await isDaily(ports, LAST_FOLD_KEY, now));
