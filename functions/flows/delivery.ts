/** The delivery loop: ticks, plans and delivers while there is work, sleeps until a doorbell or the next second. */
import type { DeliveryPorts } from './delivery-ports.ts';

export type Delivery = {
  /** One round: notices, then every live run that is due. A CLI without a server calls it until `idle` and the run is done. */
  work(): Promise<'idle' | 'worked'>;
  /** Runs until `ports.stop()`, with a tick a second; what goes wrong is logged and the loop goes on. */
  loop(): Promise<void>;
  /** Wakes the loop at once. */
  wake(): void;
};

export declare function createDelivery(ports: DeliveryPorts): Delivery;
