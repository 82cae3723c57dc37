/** Delivering: works on a run's batches until nothing is claimable, it is paused, or the process stops. */
import type { DeliveryPorts } from './delivery-ports.ts';

export declare function deliver(ports: DeliveryPorts, runId: string): Promise<'idle' | 'worked'>;
