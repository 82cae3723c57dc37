/** Runs the first tick of a DATA_DIR in this process: editions due before that tick are never sent, later ones always. */
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { createClock } from '../../../functions/wiring/clock.ts';
import { readConfig } from '../../../functions/wiring/config.ts';
import { openDelivery } from '../../../functions/wiring/local/delivery.ts';
import { type LocalParts, openLocal } from '../../../functions/wiring/local/local.ts';

/** The DATA_DIR must have a release. `then` runs before it is closed. */
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
