/** The answers that the chunks of a batch have had so far, and what they say about the next answer. */
import type { Batch } from '../../domain/ledger/batch.ts';
import type { RunCounts } from '../../domain/ledger/ledger.ts';
import type { TurnDeferrals } from '../ledger/deferrals.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readBlamed } from '../ledger/known-refusals.ts';
import {
  type Circumstances,
  type CombinedOutcomes,
  type HandOverOutcome,
  isPressed,
  isSuspect,
  isTied,
} from './combine-outcomes.ts';

/**
 * `silent`: how many copies in a row, up to the last, got no answer. `suspect`: how many in a row, up to the last, were refused for no
 * fault of their address. `unknown`: at least one copy got no answer. `putOff`: positions deferred before this claim of the batch.
 */
export type BatchAnswers = TurnDeferrals & {
  silent: number;
  suspect: number;
  unknown: boolean;
  putOff: ReadonlySet<number>;
};

export const createBatchAnswers = (putOff: Iterable<number> = []): BatchAnswers => ({
  ...{ silent: 0, suspect: 0, unknown: false },
  ...{ deferred: new Map(), soon: new Set<number>(), givenUp: [], putOff: new Set(putOff) },
});

/**
 * Adds the answers of a chunk. A copy that is given back without stopping the run is deferred; a copy that stops the run goes again as
 * soon as the run does. A single copy that is told "too fast" is deferred as well: that mailbox alone may say so for ever.
 */
export function addAnswers(
  answers: BatchAnswers,
  { silent, suspect, unknown, back, blamed }: CombinedOutcomes,
  sent: readonly number[],
  outcomes: readonly HandOverOutcome[],
): void {
  Object.assign(answers, { silent, suspect, unknown: answers.unknown || unknown.length > 0 });
  for (const [i, position] of sent.entries()) {
    const outcome = outcomes[i]!;
    answers.deferred.delete(position);
    const isAlone = isTied(outcome) && sent.length === 1;
    if (outcome.kind !== 'deferred' && !isPressed(outcome) && !isAlone && !isSuspect(outcome)) continue;
    if (!back.includes(position)) {
      if (outcome.kind !== 'rejected') answers.givenUp.push(position);
    } else if (!blamed.includes(position)) {
      answers.deferred.set(position, 'reason' in outcome ? outcome.reason : '');
      if (isPressed(outcome) && !answers.putOff.has(position)) answers.soon.add(position);
    }
  }
}

/** Collects what is known besides the outcomes of a chunk. The ledger is asked only where a copy was refused. */
export async function readCircumstances(
  ports: Pick<DeliveryPorts, 'ledger'>,
  batch: Batch,
  sent: readonly number[],
  outcomes: readonly HandOverOutcome[],
  { expired, answers }: { expired: boolean; answers: BatchAnswers },
): Promise<Circumstances> {
  const notice = batch.notice !== undefined;
  const { silent, suspect } = answers;
  const calm = { expired, alone: false, notice, silent, suspect };
  if (notice || !outcomes.some((one) => isTelling(one, expired))) return calm;
  const accepted = outcomes.some(({ kind }) => kind === 'accepted');
  const quota = outcomes.some(({ kind }) => kind === 'quota');
  const counts = accepted && !quota ? undefined : await ports.ledger.counts(batch.run);
  const first = !accepted && counts?.accepted === 0;
  const end = quota && counts !== undefined && countOpen(counts) <= sent.length;
  // A single mailbox may report a quota for ever. Its copy stops the run twice at most, then is deferred for a day as others are.
  const last = end && sent.length === 1;
  const blamed = await readBlamed(ports, batch, { accepted, quota: quota && !last });
  // These mailboxes refused one by one before, while others got the letter. Their refusals together say nothing new.
  const known = first || quota ? [] : sent.filter((position) => answers.putOff.has(position));
  return {
    ...calm,
    first,
    end,
    alone: outcomes.length === 1 && first,
    blamed: new Set([...blamed, ...known]),
  };
}

/** True for an answer that may say something about other copies. A deferral within its day speaks of one mailbox only. */
const isTelling = (one: HandOverOutcome, expired: boolean): boolean =>
  one.kind === 'rejected' ||
  isSuspect(one) ||
  (isTied(one) && (expired || !one.busy)) ||
  (one.kind === 'deferred' && expired);

/** How many copies of a planned run have no outcome yet; infinite while the run is being planned. */
const countOpen = ({ planned, members, accepted, departed, rejected, unknown }: RunCounts): number =>
  planned ? members - accepted - departed - rejected - unknown : Number.POSITIVE_INFINITY;
