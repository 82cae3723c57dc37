/** Beside delivery, once a minute: the WebSub hub is told of news, where publication.yaml names one. */
import { createHub } from '../adapters/fetch/hub.ts';
import { MINUTE, SECOND } from '../domain/instant.ts';
import { sentence } from '../flows/sentence.ts';
import { announceFeeds } from '../flows/websub.ts';
import type { OpenedDelivery } from './delivery.ts';

export async function announce({ ports }: OpenedDelivery): Promise<void> {
  const { views, ledger, settings, clock, sleep, stop, log } = ports;
  const announcing = { views, ledger, hub: createHub(), base: settings.base };
  for (let last = Number.NEGATIVE_INFINITY; !stop(); await sleep(SECOND)) {
    // However the clock is set meanwhile.
    if (Math.abs(clock() - last) < MINUTE) continue;
    last = clock();
    await announceFeeds(announcing).catch((error: unknown) => log(`WebSub: ${sentence(error)}`));
  }
}
