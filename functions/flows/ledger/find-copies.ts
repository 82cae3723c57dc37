/** Finds a subscriber's copies of a run: the batches that hold them, without reading all batches. */
import type { Batch } from '../../domain/ledger/batch.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { findBatch } from './find-batch.ts';
import { AFTER_FIRST_PASS, readBatches } from './plan-pass.ts';

type Ports = { ledger: Pick<Ledger, 'batch' | 'batches'> };

/** The first pass takes about twenty reads of one row. Later passes are small and are read whole. */
export async function* findCopies(
  { ledger }: Ports,
  run: Pick<Run, 'id' | 'spans' | 'passes'>,
  member: string,
): AsyncGenerator<Batch> {
  const own = await findBatch(ledger, run, member);
  if (own) yield own;
  if (run.passes === 1) return;
  for await (const batch of readBatches({ ledger }, run.id, AFTER_FIRST_PASS))
    if (batch.members.includes(member)) yield batch;
}

/** Runs worked on at once. */
const RUNS_AT_ONCE = 16;

/** Calls `work` for every run, several at once, in no particular order. */
export async function forEachRun(runs: readonly Run[], work: (run: Run) => Promise<void>): Promise<void> {
  const left = [...runs].reverse();
  const workThrough = async (): Promise<void> => {
    for (let run = left.pop(); run !== undefined; run = left.pop()) await work(run);
  };
  await Promise.all(Array.from({ length: RUNS_AT_ONCE }, workThrough));
}
