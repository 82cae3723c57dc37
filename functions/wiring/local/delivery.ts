/** Opens the ports of delivery on one machine, with the mailer that MAILER names. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Outbox } from '../../domain/delivery/outbox.ts';
import type { Doorbell } from '../../domain/ledger/ledger.ts';
import type { DeliveryPorts } from '../../flows/ledger/delivery-ports.ts';
import { createRandomId } from '../random-id.ts';
import { limitToShare } from '../rate-share.ts';
import type { LocalParts } from './local.ts';
import { openMailer } from './mailer.ts';
import { sweepStores } from './sweep.ts';

export type OpenedDelivery = {
  ports: DeliveryPorts;
  /** Only with MAILER=outbox. */
  outbox: Outbox | undefined;
  close(): Promise<void>;
};

/** Serves the server's main thread, its delivery worker (delivery-worker.ts) and commands. */
export async function openDelivery(
  local: LocalParts,
  options: { automatic: boolean; log: (line: string) => void; doorbell?: Doorbell; stop?: () => boolean },
): Promise<OpenedDelivery> {
  const { mailer: whole, outbox, settings } = await openMailer(local);
  const mailer = local.remote ? limitToShare(whole, local.remote.share) : whole;
  const { config, ledger, pace, subscribers, suppressions, counts, limits } = local;
  const { blobs, views, secrets, clock } = local;
  const stop = options.stop ?? (() => false);
  const ports: DeliveryPorts = {
    ...{
      ledger,
      pace,
      mailer,
      subscribers,
      suppressions,
      counts,
      limits,
      blobs,
      views,
      secrets,
      clock,
      stop,
    },
    publication: async () => (await views.current()).release.index.publication,
    doorbell: options.doorbell ?? local.remote?.doorbell ?? { ring: () => {} },
    sleep: async (milliseconds) =>
      void (await (milliseconds > 0 ? setTimeout(milliseconds) : setImmediate())),
    random: createRandomId,
    log: options.log,
    // There is no pager here: only a stage's own functions may publish to the topic of alarms.
    stage: local.remote?.prefix.split('/').at(-1),
    ...(local.remote ? {} : { sweep: () => sweepStores(config, Date.now()) }),
    // Either store reads candidates from the rows themselves, so planning waits for no index.
    settings: { ...settings, base: config.baseUrl, automatic: options.automatic, planWait: 0 },
  };
  return { ports, outbox, close: () => mailer.close() };
}
