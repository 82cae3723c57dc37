/** A reader's copies of a run: the batches that hold them, found without reading the others. */
import type { Batch } from '../../domain/ledger/batch.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { findBatch } from './find-batch.ts';
import { AFTER_FIRST_PASS, batchesOf } from './plan-pass.ts';

type Ports = { ledger: Pick<Ledger, 'batch' | 'batches'> };

/** Of the run's own pass some twenty reads of one row; later passes, which are small, are read whole. */
export async function* findCopies(
  { ledger }: Ports,
  run: Pick<Run, 'id' | 'spans' | 'passes'>,
  member: string,
): AsyncGenerator<Batch> {
  const own = await findBatch(ledger, run, member);
  if (own) yield own;
  if (run.passes === 1) return;
  for await (const batch of batchesOf({ ledger }, run.id, AFTER_FIRST_PASS))
    if (batch.members.includes(member)) yield batch;
}

/** Runs looked into at once. */
const AT_ONCE = 16;

/** In no order. */
export async function eachRun(runs: readonly Run[], work: (run: Run) => Promise<void>): Promise<void> {
  const left = [...runs].reverse();
  const lane = async (): Promise<void> => {
    for (let run = left.pop(); run !== undefined; run = left.pop()) await work(run);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
