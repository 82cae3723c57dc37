/** Planning: a run's audience becomes batches, a chain of rows in each span; two planners at once write one chain. */
import type { DeliveryPorts } from './delivery-ports.ts';

/** Plans every pass of a run whose cut-off lies `planWait` back; nothing if it is planned, or not live. */
export declare function plan(ports: DeliveryPorts, runId: string): Promise<void>;
