/** Tells the WebSub hub of news once a minute, beside delivery, if publication.yaml names a hub. */
import { createHub } from '../adapters/fetch/hub.ts';
import { MINUTE, SECOND } from '../domain/time/instant.ts';
import type { DeliveryPorts } from '../flows/ledger/delivery-ports.ts';
import { errorText } from '../flows/log-text.ts';
import { announceFeeds } from '../flows/site/websub.ts';

export const announceOnce = ({ views, ledger, settings }: DeliveryPorts): Promise<void> =>
  announceFeeds({ views, ledger, hub: createHub(), base: settings.base });

export async function announceEveryMinute({ ports }: { ports: DeliveryPorts }): Promise<void> {
  const { clock, sleep, stop, log } = ports;
  for (let last = Number.NEGATIVE_INFINITY; !stop(); await sleep(SECOND)) {
    // The absolute difference copes with a clock that was set meanwhile.
    if (Math.abs(clock() - last) < MINUTE) continue;
    last = clock();
    await announceOnce(ports).catch((error: unknown) => log(`WebSub: ${errorText(error)}`));
  }
}
