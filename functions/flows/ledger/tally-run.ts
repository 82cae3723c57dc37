/** Counts the outcomes of a run by reading its batches once. */
import { type Counts, countBatch, noCounts, type Tally } from '../../domain/ledger/compacted-run.ts';
import { addBatch, emptyTally } from '../../domain/ledger/report.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { readGivenUp } from './deferrals.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { readBatches } from './plan-pass.ts';

type Ports = Pick<DeliveryPorts, 'ledger'>;

/** `departed`: the ids of subscribers whose copies were skipped. */
export async function tallyRun(
  ports: Ports,
  run: Run,
): Promise<{ counts: Counts; tally: Tally; departed: readonly string[] }> {
  const counts = noCounts();
  const tally = emptyTally();
  const departed: string[] = [];
  for await (const batch of readBatches(ports, run.id)) {
    countBatch(counts, batch);
    addBatch(tally, batch);
    for (const position of batch.outcomes.departed) departed.push(batch.members[position]!);
  }
  return { counts, tally, departed };
}

/** Counts the rejected copies that their servers had deferred for a day. */
export async function countGivenUp(ports: Ports, run: Run): Promise<number> {
  let count = 0;
  for await (const batch of readBatches(ports, run.id)) {
    if (batch.outcomes.rejected.size > 0) count += (await readGivenUp(ports, batch)).length;
  }
  return count;
}
