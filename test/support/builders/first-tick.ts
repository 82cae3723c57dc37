/** The first tick of a DATA_DIR, in this process: what is due before it is never sent, what is due after it always. */
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { createClock } from '../../../functions/wiring/clock.ts';
import { readConfig } from '../../../functions/wiring/config.ts';
import { openDelivery } from '../../../functions/wiring/local/delivery.ts';
import { type LocalParts, openLocal } from '../../../functions/wiring/local/local.ts';

/** Something is published there. `then`: what else is to be done while it is open. */
export async function firstTick(
  dataDir: string,
  then: (local: LocalParts) => Promise<void> = async () => {},
): Promise<void> {
  const config = readConfig({ DATA_DIR: dataDir }, '/');
  const local = await openLocal(config, createClock(config));
  const delivery = await openDelivery(local, { automatic: true, log: () => {} });
  await tick(delivery.ports);
  await then(local);
  await delivery.close();
  local.close();
}
