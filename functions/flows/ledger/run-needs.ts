/** What a live run needs beside its letters: a planner, or somebody who says that it is over. */
import { isLive, type Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** Nothing is left of it, and nobody has said so yet: its last worker died, or it has no readers. */
export const isOver = async ({ ledger }: Pick<DeliveryPorts, 'ledger'>, run: Run): Promise<boolean> =>
  run.state === 'sending' &&
  (await ledger.isPlanned(run)) &&
  (await ledger.nextClaimable(run.id)) === undefined;

export const isUnplanned = async ({ ledger }: Pick<DeliveryPorts, 'ledger'>, run: Run): Promise<boolean> =>
  isLive(run) && (run.state === 'planned' || !(await ledger.isPlanned(run)));
