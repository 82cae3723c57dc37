/** Lists the letters sent to one subscriber ("my data"), as far as runs are not compacted. */
import type { Batch } from '../../domain/ledger/batch.ts';
import { type CopyOutcome, copyOutcomeOf } from '../../domain/ledger/copy-outcome.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { ErasureLedger } from './erase-recipient.ts';
import { findCopies, forEachRun } from './find-copies.ts';

export type ReceivedLetter = {
  run: string;
  newsletter: string;
  subject: string;
  /** The instant of the hand-over, or of the planning if there was none. */
  at: Instant;
  became: CopyOutcome;
};

/** The most runs looked at, since a form's answer waits for them: as many as ninety days with five runs a day have. */
const MAX_RUNS_READ = 450;

/** Newest first. Takes about twenty reads of one row for each run, 16 runs at a time. */
export async function readReceivedLetters(
  ledger: ErasureLedger,
  id: string,
): Promise<readonly ReceivedLetter[]> {
  const states = ['sending', 'paused', 'done', 'cancelled'] as const;
  const runs = await ledger.runs({ states, limit: MAX_RUNS_READ });
  const found: ReceivedLetter[] = [];
  await forEachRun(
    runs.filter((run) => !run.folded),
    async (run) => {
      for await (const batch of findCopies({ ledger }, run, id))
        found.push(makeReceivedLetter(run, batch, id));
    },
  );
  return found.sort((a, b) => b.at - a.at);
}

const makeReceivedLetter = (
  { id: run, newsletter, subject }: Run,
  batch: Batch,
  member: string,
): ReceivedLetter => ({
  ...{ run, newsletter, subject },
  at: batch.startedAt || batch.createdAt,
  became: copyOutcomeOf(batch, batch.members.indexOf(member)),
});
