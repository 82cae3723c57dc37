/** What the chunks of a batch have been answered so far, and what that says about the next answer. */
import type { Batch } from '../../domain/ledger/batch.ts';
import type { Standing } from '../../domain/ledger/ledger.ts';
import type { HeardDeferrals } from '../ledger/deferrals.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { recallBlamed } from '../ledger/known-refusals.ts';
import {
  type Circumstances,
  type Folded,
  type Handed,
  isPressed,
  isSuspect,
  isTied,
} from './combine-outcomes.ts';

/**
 * `silent`, `suspect`: so many in a row, up to the last one, had no answer, or were refused for no fault of the address. `unknown`:
 * some had none. `putOff`: positions that had been put off before this turn.
 */
export type Heard = HeardDeferrals & {
  silent: number;
  suspect: number;
  unknown: boolean;
  putOff: ReadonlySet<number>;
};

export const hearNothing = (putOff: Iterable<number> = []): Heard => ({
  ...{ silent: 0, suspect: 0, unknown: false },
  ...{ deferred: new Map(), soon: new Set<number>(), givenUp: [], putOff: new Set(putOff) },
});

/**
 * Adds what a chunk was answered. A copy that is given back and stops nobody is put off; one for which the run stops goes as soon as
 * the run does. Whoever hears "too fast" and nobody else beside is put off, too: it may be that mailbox alone that says so for ever.
 */
export function noteHeard(
  heard: Heard,
  { silent, suspect, unknown, back, blamed }: Folded,
  sent: readonly number[],
  outcomes: readonly Handed[],
): void {
  Object.assign(heard, { silent, suspect, unknown: heard.unknown || unknown.length > 0 });
  for (const [i, position] of sent.entries()) {
    const outcome = outcomes[i]!;
    heard.deferred.delete(position);
    const isAlone = isTied(outcome) && sent.length === 1;
    if (outcome.kind !== 'deferred' && !isPressed(outcome) && !isAlone && !isSuspect(outcome)) continue;
    if (!back.includes(position)) {
      if (outcome.kind !== 'rejected') heard.givenUp.push(position);
    } else if (!blamed.includes(position)) {
      heard.deferred.set(position, 'reason' in outcome ? outcome.reason : '');
      if (isPressed(outcome) && !heard.putOff.has(position)) heard.soon.add(position);
    }
  }
}

/** What is known beside a chunk's outcomes; the ledger is asked only where somebody was refused. */
export async function circumstancesOf(
  ports: Pick<DeliveryPorts, 'ledger'>,
  batch: Batch,
  sent: readonly number[],
  outcomes: readonly Handed[],
  { expired, heard }: { expired: boolean; heard: Heard },
): Promise<Circumstances> {
  const notice = batch.notice !== undefined;
  const { silent, suspect } = heard;
  const calm = { expired, alone: false, notice, silent, suspect };
  if (notice || !outcomes.some((one) => isTelling(one, expired))) return calm;
  const accepted = outcomes.some(({ kind }) => kind === 'accepted');
  const quota = outcomes.some(({ kind }) => kind === 'quota');
  const standing = accepted && !quota ? undefined : await ports.ledger.standing(batch.run);
  const first = !accepted && standing?.accepted === 0;
  const end = quota && standing !== undefined && openIn(standing) <= sent.length;
  // One mailbox alone may speak of a quota for ever: it stops its run twice, and is put off for a day as others are.
  const last = end && sent.length === 1;
  const blamed = await recallBlamed(ports, batch, { accepted, quota: quota && !last });
  // Refused one by one before, while others got the letter: together they say nothing new.
  const known = first || quota ? [] : sent.filter((position) => heard.putOff.has(position));
  return {
    ...calm,
    first,
    end,
    alone: outcomes.length === 1 && first,
    blamed: new Set([...blamed, ...known]),
  };
}

/** What a mailbox puts off, before its day is over, tells nothing about others. */
const isTelling = (one: Handed, expired: boolean): boolean =>
  one.kind === 'rejected' ||
  isSuspect(one) ||
  (isTied(one) && (expired || !one.busy)) ||
  (one.kind === 'deferred' && expired);

/** Of a run that is planned: how many are undecided. */
const openIn = ({ planned, members, accepted, departed, rejected, unknown }: Standing): number =>
  planned ? members - accepted - departed - rejected - unknown : Number.POSITIVE_INFINITY;
