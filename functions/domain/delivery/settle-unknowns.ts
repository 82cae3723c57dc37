/**
 * Settling unknowns: messages that a worker handed over, perhaps, before it stopped. Delivery is exactly-once where evidence tells; the
 * policy `resend` makes it at-least-once, `skip` at-most-once.
 */
import { type Batch, unsettled } from '../ledger/batch.ts';
import type { Instant } from '../time/instant.ts';

export type Proof = { position: number; attempt: 1 | 2 };

/** `conclusive`: what is not found was not accepted, once the grace is over. Events may be lost, a file of one's own is not. */
export type Evidence = { found: readonly Proof[]; conclusive: boolean };

/** What happens to an unknown without evidence, once the grace is over. */
export type Policy = 'resend' | 'skip';

/** A confirmation that comes twice harms nobody; one that never comes loses a reader, who cannot know what to ask for. */
export const policyFor = ({ notice }: Pick<Batch, 'notice'>, letters: Policy): Policy =>
  notice === undefined ? letters : 'resend';

export type Settlement = {
  /** Proven to have been accepted. */
  accepted: readonly number[];
  /** Proven not to have been: as if never started. */
  fresh: readonly number[];
  /** May be tried once more. */
  again: readonly number[];
  /** Will never be known, and never be sent again. */
  unknown: readonly number[];
  /** Too early to say: until then. */
  wait: Instant | undefined;
};

/**
 * `evidence` undefined: there is none to be had. An unknown in `again` has had its second try: nobody ever gets a third copy.
 * `grace` counts from the last write-ahead and is longer than a lease and a request's timeout together, so that whoever
 * wrote it is done, or will find itself too late to begin.
 */
export function settle(
  batch: Batch,
  evidence: Evidence | undefined,
  policy: Policy,
  now: Instant,
  grace: number,
): Settlement {
  const proven = new Set(evidence?.found.map((proof) => proof.position));
  const open = unsettled(batch);
  const accepted = open.filter((position) => proven.has(position));
  const rest = open.filter((position) => !proven.has(position));
  const nothing = { accepted, fresh: [], again: [], unknown: [], wait: undefined };
  const over = batch.startedAt + grace;
  if (rest.length > 0 && now < over) return { ...nothing, wait: over };
  if (evidence?.conclusive) return { ...nothing, fresh: rest };
  const again = policy === 'resend' ? rest.filter((position) => !batch.again.has(position)) : [];
  return { ...nothing, again, unknown: rest.filter((position) => !again.includes(position)) };
}
