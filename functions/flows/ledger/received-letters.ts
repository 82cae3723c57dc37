/** Lists the letters sent to one subscriber ("my data"), as far as runs are not compacted. */
import type { Batch } from '../../domain/ledger/batch.ts';
import { type CopyFate, fateOf } from '../../domain/ledger/copy-outcome.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LettersPort } from './erase-recipient.ts';
import { eachRun, findCopies } from './find-copies.ts';

export type OwnLetter = {
  run: string;
  newsletter: string;
  subject: string;
  /** The instant of the hand-over, or of the planning if there was none. */
  at: Instant;
  became: CopyFate;
};

/** The most runs looked at, since a form's answer waits for them: ninety days of five runs. */
const MOST_RUNS = 450;

/** Newest first. Takes about twenty reads of one row for each run, 16 runs at a time. */
export async function readOwnLetters(ledger: LettersPort, id: string): Promise<readonly OwnLetter[]> {
  const states = ['sending', 'paused', 'done', 'cancelled'] as const;
  const runs = await ledger.runs({ states, limit: MOST_RUNS });
  const found: OwnLetter[] = [];
  await eachRun(
    runs.filter((run) => !run.folded),
    async (run) => {
      for await (const batch of findCopies({ ledger }, run, id)) found.push(letterIn(run, batch, id));
    },
  );
  return found.sort((a, b) => b.at - a.at);
}

const letterIn = ({ id: run, newsletter, subject }: Run, batch: Batch, member: string): OwnLetter => ({
  ...{ run, newsletter, subject },
  at: batch.startedAt || batch.createdAt,
  became: fateOf(batch, batch.members.indexOf(member)),
});
