/** The parts of delivery on one machine: the mailer that MAILER names, and what goes with it. */
import type { Doorbell } from '../domain/ledger.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { DeliveryPorts } from '../flows/delivery-ports.ts';
import type { Local } from './local.ts';

export type OpenedDelivery = {
  ports: DeliveryPorts;
  /** With MAILER=outbox. */
  outbox: Outbox | undefined;
  close(): Promise<void>;
};

/** Used by the server's main thread, by the worker (functions/deliver.worker.ts, started by wiring/deliverer.ts) and by commands. */
export declare function openDelivery(
  local: Local,
  options: { automatic: boolean; log: (line: string) => void; doorbell?: Doorbell; stop?: () => boolean },
): OpenedDelivery;
