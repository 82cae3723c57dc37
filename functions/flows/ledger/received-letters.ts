/** The letters that were sent to one reader, as far as their lists of recipients are kept. */
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
  /** When it was handed over, or planned if it was not. */
  at: Instant;
  became: CopyFate;
};

/** A form's answer waits for it: as many runs as ninety days of five a day have. */
const MOST_RUNS = 450;

/** Newest first. Some twenty reads of one row for each run, 16 runs at a time. */
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
