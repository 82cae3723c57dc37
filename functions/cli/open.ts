/** Opens the stores and ports of a command, and closes them also after an error. */
import type { DeliveryPorts } from '../flows/ledger/delivery-ports.ts';
import type { SubscriberPorts } from '../flows/subscribers/subscriber-ports.ts';
import { createClock } from '../wiring/clock.ts';
import { openDelivery } from '../wiring/local/delivery.ts';
import { type LocalParts, openLocal } from '../wiring/local/local.ts';
import { collectSubscriberPorts } from '../wiring/local/subscribers.ts';
import type { CommandCall } from './command.ts';
import { configOf } from './config.ts';

export async function withLocal<T>(call: CommandCall, work: (local: LocalParts) => Promise<T>): Promise<T> {
  const local = await openStores(call);
  try {
    return await work(local);
  } finally {
    local.close();
  }
}

/** With `--stage`, opens a deployed stage instead of this machine. */
async function openStores(call: CommandCall): Promise<LocalParts> {
  const config = configOf(call);
  const clock = createClock(config);
  const { stage } = call.flags;
  if (typeof stage !== 'string') return openLocal(config, clock);
  const { openRemote } = await import('../wiring/remote/remote.ts');
  return openRemote(config, clock, stage, call.tell);
}

/** Opens a mailer too, for commands that send, or that say what a send would do. */
export const withDelivery = <T>(
  call: CommandCall,
  work: (ports: DeliveryPorts, local: LocalParts) => Promise<T>,
): Promise<T> =>
  withLocal(call, async (local) => {
    const delivery = await openDelivery(local, { automatic: false, log: call.tell });
    try {
      return await work(delivery.ports, local);
    } finally {
      await delivery.close();
    }
  });

export const withSubscribers = <T>(
  call: CommandCall,
  work: (ports: SubscriberPorts, local: LocalParts) => Promise<T>,
): Promise<T> => withLocal(call, (local) => work(collectSubscriberPorts(local), local));
