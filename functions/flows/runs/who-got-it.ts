/** Lists the outcome of every subscriber of a run, pass by pass. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Batch } from '../../domain/ledger/batch.ts';
import { type CopyOutcome, copyOutcomeOf } from '../../domain/ledger/copy-outcome.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { formatRfc3339, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readBatches } from '../ledger/plan-pass.ts';
import { findTextOfCopy, readRunTexts, type TextOfCopy } from '../ledger/run-texts.ts';
import { findRun } from './control.ts';

/** `text`: the run's text that the copy had, counted from 1; undefined if nothing was handed over. */
export type DeliveryOutcome = TextOfCopy & {
  subscriber: string;
  pass: number;
  batch: string;
  position: number;
  fate: CopyOutcome;
  /** True if there was a second attempt. */
  twice: boolean;
  at: Instant;
};

/** In order of batches. `subscriber` (an id) selects one. Throws `not-found`; `gone` for a run whose recipients are no longer kept. */
export async function* listOutcomes(
  ports: Pick<DeliveryPorts, 'ledger'> & Partial<Pick<DeliveryPorts, 'blobs'>>,
  name: string,
  subscriber?: string,
): AsyncGenerator<DeliveryOutcome> {
  const run = await findRun(ports, name);
  refuseCompacted(run);
  const texts = await readRunTexts(ports, run);
  for await (const batch of readBatches(ports, run.id)) {
    for (const [position, member] of batch.members.entries()) {
      if (subscriber === undefined || subscriber === member)
        yield { ...outcomeAt(batch, position), ...findTextOfCopy(batch, position, run, texts) };
    }
  }
  // If the run was compacted meanwhile, some of its batches may not have been read.
  refuseCompacted((await ports.ledger.run(run.id)) ?? run);
}

function refuseCompacted({ id, folded }: Run): void {
  if (!folded) return;
  const day = formatRfc3339(folded.at).slice(0, 10);
  throw new BroadsheetError('gone', `The list of recipients of ${id} was folded into counts on ${day}.`, {
    remedy: `\`report ${id}\` has the counts. \`sending.keepRecipients\` in publication.yaml says how long such lists are kept.`,
  });
}

function outcomeAt(batch: Batch, position: number): Omit<DeliveryOutcome, keyof TextOfCopy> {
  return {
    subscriber: batch.members[position]!,
    pass: batch.pass,
    batch: batch.id,
    position,
    fate: copyOutcomeOf(batch, position),
    twice: batch.again.has(position),
    at: batch.startedAt || batch.createdAt,
  };
}
