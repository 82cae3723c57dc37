/** Who got it: what became of every reader of a run, pass by pass. */
import type { Batch } from '../domain/batch.ts';
import type { Instant } from '../domain/instant.ts';
import { findRun } from './control.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { batchesOf } from './plan-pass.ts';
import { type TextOfCopy, textOfCopy, textsOf } from './run-texts.ts';

/** `text`: which of the run's texts it was, counted from 1; undefined: nothing was handed over. */
export type Fate = TextOfCopy & {
  subscriber: string;
  pass: number;
  batch: string;
  position: number;
  fate:
    | 'waiting'
    | 'under way'
    | 'accepted'
    | 'bounced'
    | 'complained'
    | 'set aside'
    | 'rejected'
    | 'unknown';
  /** A second try was made. */
  twice: boolean;
  at: Instant;
};

/** In order of batches; `subscriber` (an id) leaves out all others. Throws `not-found`. */
export async function* whoGotIt(
  ports: Pick<DeliveryPorts, 'ledger'> & Partial<Pick<DeliveryPorts, 'blobs'>>,
  name: string,
  subscriber?: string,
): AsyncGenerator<Fate> {
  const run = await findRun(ports, name);
  const texts = await textsOf(ports, run);
  for await (const batch of batchesOf(ports, run.id)) {
    for (const [position, member] of batch.members.entries()) {
      if (subscriber === undefined || subscriber === member)
        yield { ...fateAt(batch, position), ...textOfCopy(batch, position, run, texts) };
    }
  }
}

function fateAt(batch: Batch, position: number): Omit<Fate, keyof TextOfCopy> {
  return {
    subscriber: batch.members[position]!,
    pass: batch.pass,
    batch: batch.id,
    position,
    fate: fateOf(batch, position),
    twice: batch.again.has(position),
    at: batch.startedAt || batch.createdAt,
  };
}

/** The last word first: what bounced was accepted before, what was unknown may have been found since. */
function fateOf({ outcomes, started }: Batch, position: number): Fate['fate'] {
  if (outcomes.complained.has(position)) return 'complained';
  if (outcomes.bounced.has(position)) return 'bounced';
  if (outcomes.accepted.has(position)) return 'accepted';
  if (outcomes.rejected.has(position)) return 'rejected';
  if (outcomes.unknown.has(position)) return 'unknown';
  if (outcomes.departed.has(position)) return 'set aside';
  return started.has(position) ? 'under way' : 'waiting';
}
