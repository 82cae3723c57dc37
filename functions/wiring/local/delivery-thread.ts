/** The main function of the delivery worker, from its start to its end. */
import type { MessagePort } from 'node:worker_threads';
import { createDelivery } from '../../flows/delivery/delivery-loop.ts';
import { announceEveryMinute } from '../announce.ts';
import { createClock } from '../clock.ts';
import { openDelivery } from './delivery.ts';
import type { DeliveryWorkerData } from './delivery-worker.ts';
import { openLocal } from './local.ts';

/** Listens for `wake` and `stop`, and posts lines for the operator. Resolves when leases are given back and files closed. */
export async function runDelivery(
  { config, zero, automatic }: DeliveryWorkerData,
  port: MessagePort,
): Promise<void> {
  const local = await openLocal(config, createClock(config, zero));
  let stopped = false;
  const opened = await openDelivery(local, {
    automatic,
    log: (line) => port.postMessage(line),
    doorbell: { ring: () => delivery.wake() },
    stop: () => stopped,
  });
  const delivery = createDelivery(opened.ports);
  port.on('message', (message: 'wake' | 'stop') => {
    if (message === 'stop') stopped = true;
    delivery.wake();
  });
  await Promise.all([delivery.loop(), announceEveryMinute(opened)]);
  await opened.close();
  local.close();
}
