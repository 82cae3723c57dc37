/** Compacts (folds) runs that ended long ago: their batches, which list the recipients, are deleted, and the counts stay. */
import { isBroadsheetError } from '../../domain/error.ts';
import type { CompactedRun } from '../../domain/ledger/compacted-run.ts';
import { isStopped, type Run } from '../../domain/ledger/run.ts';
import { DEFAULT_KEEP_RECIPIENTS } from '../../domain/publication/sending-limits.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { deferralKey } from '../ledger/deferrals.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { blameKey } from '../ledger/known-refusals.ts';
import { resendKey } from '../ledger/plan-pass.ts';
import { countGivenUp, tallyRun } from '../ledger/tally-run.ts';
import { explainSkipped } from '../ledger/why-skipped.ts';
import { isDaily, LAST_FOLD_KEY } from './housekeeping.ts';

export type CompactPorts = Pick<
  DeliveryPorts,
  'ledger' | 'subscribers' | 'suppressions' | 'secrets' | 'blobs' | 'clock' | 'publication'
>;

const ALL_RUNS = 1_000_000;
/** Batches deleted within one tick. */
const MAX_BATCHES_PER_TICK = 1000;
const BATCHES_PER_PAGE = 100;

/**
 * Runs once a day, over several ticks if there is much to do. Idempotent, also when it runs twice at once: the counts are written on the
 * version of the run that was read before counting, and batches are deleted after. A run that fails does not stop the others.
 */
export async function compactRuns(ports: CompactPorts, now: Instant): Promise<void> {
  const { ledger } = ports;
  if (!(await isDaily(ports, LAST_FOLD_KEY, now))) return;
  const { keepRecipients = DEFAULT_KEEP_RECIPIENTS } = (await ports.publication()).sending;
  const failed: unknown[] = [];
  let left = MAX_BATCHES_PER_TICK;
  for (const run of await ledger.runs({ states: ['done', 'cancelled'], limit: ALL_RUNS })) {
    if (!mayCompact(run, now - keepRecipients)) continue;
    // The next tick continues.
    if (left <= 0) return;
    try {
      left -= await compactRun(ports, run, now, left);
    } catch (error) {
      // A conflict means that another process compacts this run.
      if (!isBroadsheetError(error) || error.code !== 'conflict') failed.push(error);
    }
  }
  await ledger.setState(LAST_FOLD_KEY, String(now));
  if (failed.length > 0) throw failed[0];
}

/** True if the run ended before an instant. A run that an editor stopped may still be sent, so it is kept. */
const mayCompact = (run: Run, before: Instant): boolean =>
  !run.folded?.bare && !isStopped(run) && Math.max(run.createdAt, run.endedAt ?? 0) < before;

/** Returns the number of batches that were processed. */
async function compactRun(ports: CompactPorts, run: Run, now: Instant, most: number): Promise<number> {
  const folded = run.folded ? run : await storeCounts(ports, run, now);
  return folded ? deleteBatches(ports, folded, most) : 0;
}

/** Returns undefined if a worker may still be at work on the run. A cancelled run never goes on, even if batches are open. */
async function storeCounts(ports: CompactPorts, run: Run, now: Instant): Promise<Run | undefined> {
  const { counts, tally, departed } = await tallyRun(ports, run);
  if (run.state !== 'cancelled' && counts.open > 0) return undefined;
  const folded: CompactedRun = {
    ...{ at: now, counts, tally, bare: false },
    setAsideFor: await explainSkipped(ports, run, departed),
    givenUp: counts.rejected > 0 ? await countGivenUp(ports, run) : 0,
  };
  return ports.ledger.putRun({ ...run, folded });
}

async function deleteBatches({ ledger }: CompactPorts, run: Run, most: number): Promise<number> {
  let dropped = 0;
  while (dropped < most) {
    const page = await ledger.batches({ run: run.id, after: '', limit: BATCHES_PER_PAGE });
    if (page.length === 0) {
      await deleteRunState(ledger, run);
      await ledger.putRun({ ...run, folded: { ...run.folded!, bare: true } });
      return dropped;
    }
    // Only a batch with a second lease can have deferrals.
    for (const batch of page) if (batch.lease > 1) await ledger.deleteState(deferralKey(batch));
    await ledger.forgetBatches(page);
    dropped += page.length;
  }
  return dropped;
}

/** Deletes the key-value state of the run. One more resend may be stored than the run counts: see `sendAgain`. */
async function deleteRunState(ledger: CompactPorts['ledger'], { id, passes }: Run): Promise<void> {
  for (let pass = 2; pass <= passes + 1; pass++) await ledger.deleteState(resendKey(id, pass));
  await ledger.deleteState(blameKey(id));
}
