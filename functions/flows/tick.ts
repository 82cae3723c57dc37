/** The tick: starts what is due, lets go what was held, notices what is stuck. Any number of ticks at once is one tick. */
import type { DeliveryPorts } from './delivery-ports.ts';

export declare function tick(ports: DeliveryPorts): Promise<void>;
