/** Whether a day's housekeeping is to be done: what each tick asks, apart from what is done. */
import { DAY, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** Memories of when each was last done. */
export const LAST_CLEANUP_KEY = 'tidied';
export const LAST_FOLD_KEY = 'folded';

type Memory = Pick<DeliveryPorts, 'ledger'>;

/** A clock that was set back must not keep it from being done. */
export async function isDaily(
  { ledger }: { ledger: Pick<Memory['ledger'], 'getState'> },
  key: string,
  now: Instant,
): Promise<boolean> {
  const last = await ledger.getState(key);
  return last === undefined || Math.abs(now - Number(last)) >= DAY;
}

export const isHousekeepingDue = async (ports: Memory, now: Instant): Promise<boolean> =>
  (await isDaily(ports, LAST_CLEANUP_KEY, now)) || (await isDaily(ports, LAST_FOLD_KEY, now));
