/** Whether a live run needs work besides sending: a planner, or a worker that marks the run as done. */
import { isLive, type Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** True if the run is planned, has no open batch, and is not marked as done: its last worker died, or it has no subscribers. */
export const isOver = async ({ ledger }: Pick<DeliveryPorts, 'ledger'>, run: Run): Promise<boolean> =>
  run.state === 'sending' &&
  (await ledger.isPlanned(run)) &&
  (await ledger.nextClaimable(run.id)) === undefined;

export const isUnplanned = async ({ ledger }: Pick<DeliveryPorts, 'ledger'>, run: Run): Promise<boolean> =>
  isLive(run) && (run.state === 'planned' || !(await ledger.isPlanned(run)));
