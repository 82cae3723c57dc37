/** Folding: a run that is over for long keeps its counts and gives up the list of its recipients. */
import { isBroadsheetError } from '../../domain/error.ts';
import type { FoldedRun } from '../../domain/ledger/compacted-run.ts';
import { isStopped, type Run } from '../../domain/ledger/run.ts';
import { KEEP_RECIPIENTS } from '../../domain/publication/sending-limits.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { deferralKey } from '../ledger/deferrals.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { blameKey } from '../ledger/known-refusals.ts';
import { passKey } from '../ledger/plan-pass.ts';
import { countGivenUp, tallyRun } from '../ledger/tally-run.ts';
import { whySetAside } from '../ledger/why-skipped.ts';
import { FOLDED, isDaily } from './housekeeping.ts';

export type FoldPorts = Pick<
  DeliveryPorts,
  'ledger' | 'subscribers' | 'suppressions' | 'secrets' | 'blobs' | 'clock' | 'publication'
>;

const ALL_RUNS = 1_000_000;
/** Batches deleted before the tick goes on with something else. */
const STEPS = 1000;
const PAGE = 100;

/**
 * Once a day, a tick after another until nothing is left to do. Said twice or at once it is said once: the counts are written with the
 * version of the run that was read before they were counted, and batches are deleted after. A run that fails keeps no other from it.
 */
export async function foldRuns(ports: FoldPorts, now: Instant): Promise<void> {
  const { ledger } = ports;
  if (!(await isDaily(ports, FOLDED, now))) return;
  const { keepRecipients = KEEP_RECIPIENTS } = (await ports.publication()).sending;
  const failed: unknown[] = [];
  let left = STEPS;
  for (const run of await ledger.runs({ states: ['done', 'cancelled'], limit: ALL_RUNS })) {
    if (!mayFold(run, now - keepRecipients)) continue;
    // The next tick goes on.
    if (left <= 0) return;
    try {
      left -= await foldRun(ports, run, now, left);
    } catch (error) {
      // Somebody else is at it.
      if (!isBroadsheetError(error) || error.code !== 'conflict') failed.push(error);
    }
  }
  await ledger.remember(FOLDED, String(now));
  if (failed.length > 0) throw failed[0];
}

/** What an editor stopped may still go. */
const mayFold = (run: Run, before: Instant): boolean =>
  !run.folded?.bare && !isStopped(run) && Math.max(run.createdAt, run.endedAt ?? 0) < before;

/** Returns how many batches it went through. */
async function foldRun(ports: FoldPorts, run: Run, now: Instant, most: number): Promise<number> {
  const folded = run.folded ? run : await countRun(ports, run, now);
  return folded ? dropBatches(ports, folded, most) : 0;
}

/** undefined: somebody may still work on it. A cancelled run never goes on, whatever it left open. */
async function countRun(ports: FoldPorts, run: Run, now: Instant): Promise<Run | undefined> {
  const { counts, tally, departed } = await tallyRun(ports, run);
  if (run.state !== 'cancelled' && counts.open > 0) return undefined;
  const folded: FoldedRun = {
    ...{ at: now, counts, tally, bare: false },
    setAsideFor: await whySetAside(ports, run, departed),
    givenUp: counts.rejected > 0 ? await countGivenUp(ports, run) : 0,
  };
  return ports.ledger.putRun({ ...run, folded });
}

async function dropBatches({ ledger }: FoldPorts, run: Run, most: number): Promise<number> {
  let dropped = 0;
  while (dropped < most) {
    const page = await ledger.batches({ run: run.id, after: '', limit: PAGE });
    if (page.length === 0) {
      await dropMemories(ledger, run);
      await ledger.putRun({ ...run, folded: { ...run.folded!, bare: true } });
      return dropped;
    }
    // Whoever was put off was tried twice at least.
    for (const batch of page) if (batch.lease > 1) await ledger.forget(deferralKey(batch));
    await ledger.forgetBatches(page);
    dropped += page.length;
  }
  return dropped;
}

/** One pass more than there are may be remembered: see `sendAgain`. */
async function dropMemories(ledger: FoldPorts['ledger'], { id, passes }: Run): Promise<void> {
  for (let pass = 2; pass <= passes + 1; pass++) await ledger.forget(passKey(id, pass));
  await ledger.forget(blameKey(id));
}
