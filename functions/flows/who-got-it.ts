/** Who got it: what became of every reader of a run, pass by pass. */
import type { Instant } from '../domain/instant.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

export type Fate = {
  subscriber: string;
  pass: number;
  batch: string;
  position: number;
  fate:
    | 'waiting'
    | 'under way'
    | 'accepted'
    | 'bounced'
    | 'complained'
    | 'set aside'
    | 'rejected'
    | 'unknown';
  /** A second try was made. */
  twice: boolean;
  at: Instant;
};

/** In order of batches; `subscriber` (an id) leaves out all others. Throws `not-found`. */
export declare function whoGotIt(
  ports: Pick<DeliveryPorts, 'ledger'>,
  name: string,
  subscriber?: string,
): AsyncGenerator<Fate>;
