/** Changes a run by optimistic concurrency: reads, decides and writes, and starts over if the run was changed in between. */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

const MAX_TRIES = 5;

/** `decide` returns undefined to leave the run as it is. Returns the stored run. Throws `not-found`, `unavailable`. */
export async function changeRun(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  id: string,
  decide: (run: Run) => Run | undefined,
): Promise<Run> {
  for (let attempt = 1; ; attempt++) {
    const run = await ledger.run(id);
    if (!run)
      throw new BroadsheetError('not-found', `There is no run ${id}.`, {
        remedy: 'See `status` for those there are.',
      });
    const next = decide(run);
    if (!next) return run;
    try {
      return await ledger.putRun(next);
    } catch (error) {
      if (!isBroadsheetError(error) || error.code !== 'conflict' || attempt === MAX_TRIES) throw error;
    }
  }
}
