/** Whether a day's housekeeping is to be done: what each tick asks, apart from what is done. */
import { DAY, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** Memories of when each was last done. */
export const TIDIED = 'tidied';
export const FOLDED = 'folded';

type Memory = Pick<DeliveryPorts, 'ledger'>;

/** A clock that was set back must not keep it from being done. */
export async function isDaily(
  { ledger }: { ledger: Pick<Memory['ledger'], 'memory'> },
  key: string,
  now: Instant,
): Promise<boolean> {
  const last = await ledger.memory(key);
  return last === undefined || Math.abs(now - Number(last)) >= DAY;
}

export const isHousekeepingDue = async (ports: Memory, now: Instant): Promise<boolean> =>
  (await isDaily(ports, TIDIED, now)) || (await isDaily(ports, FOLDED, now));
