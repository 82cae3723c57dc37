/** What an operator does to a run: pause, resume, cancel; and an editor, by the link in a proof: stop. */
import type { Run } from '../domain/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** By run id, edition id, article id of an alert, or `of`. Throws `not-found`. */
export declare function findRun(ports: Pick<DeliveryPorts, 'ledger'>, name: string): Promise<Run>;

/** Each throws `not-found`, or `refused` where the run's state does not allow it. */
export declare function pause(
  ports: Pick<DeliveryPorts, 'ledger'>,
  name: string,
  reason: string,
): Promise<Run>;
/** `current`: what has not started yet goes with today's text. A held run goes at once. */
export declare function resume(
  ports: DeliveryPorts,
  name: string,
  options: { current: boolean },
): Promise<Run>;
export declare function cancel(
  ports: Pick<DeliveryPorts, 'ledger' | 'clock'>,
  name: string,
  reason: string,
): Promise<Run>;

/** For the stop page: the run a proof's link is about. Throws `forged`, `expired`, `not-found`. */
export declare function runOfStopLink(
  ports: Pick<DeliveryPorts, 'ledger' | 'secrets' | 'clock'>,
  token: string,
): Promise<Run>;
/** Cancels it if it is still held or under way; says what it is now. */
export declare function stopByLink(
  ports: Pick<DeliveryPorts, 'ledger' | 'secrets' | 'clock'>,
  token: string,
): Promise<Run>;
