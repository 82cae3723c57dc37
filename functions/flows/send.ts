/** Sending because somebody says so: an edition, a pass over some of its readers, a test. */
import type { Run } from '../domain/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/**
 * Creates the run of an edition (or revives a missed run, by its id). Throws `not-found`; `conflict` if it has a run;
 * `refused` for what would do harm (invisible article, no postal address, sandbox). Within minGap the run comes back held.
 */
export declare function sendEdition(ports: DeliveryPorts, edition: string): Promise<Run>;

/** Adds a pass to a run that is done. Throws `not-found`, `refused`. */
export declare function sendAgain(
  ports: DeliveryPorts,
  run: string,
  again: 'bounced' | 'unknown' | { address: string },
): Promise<Run>;

/** Queues today's text of an edition to `to`, written as for subscriber `as` (an address). Throws `not-found`. */
export declare function testSend(
  ports: DeliveryPorts,
  request: { edition: string; to: string; as?: string },
): Promise<void>;
