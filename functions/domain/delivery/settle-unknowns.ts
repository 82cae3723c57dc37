/**
 * Settling unknowns: copies that a worker handed over, perhaps, before it stopped. Conclusive evidence makes delivery exactly-once; without
 * it the policy `resend` makes delivery at-least-once, `skip` at-most-once.
 */
import { type Batch, unsettled } from '../ledger/batch.ts';
import type { Instant } from '../time/instant.ts';

export type Proof = { position: number; attempt: 1 | 2 };

/**
 * `conclusive`: once the grace is over, a copy without proof was not accepted. The outbox's file is conclusive; a provider's events may be
 * lost.
 */
export type FoundEvidence = { found: readonly Proof[]; conclusive: boolean };

/** The treatment of a copy that has no proof when the grace is over. */
export type UnknownPolicy = 'resend' | 'skip';

/** Notices are always resent: a second confirmation harms nobody, but a lost one loses a subscriber who cannot know to ask for it. */
export const choosePolicy = ({ notice }: Pick<Batch, 'notice'>, letters: UnknownPolicy): UnknownPolicy =>
  notice === undefined ? letters : 'resend';

export type Settlement = {
  /** Proven accepted. */
  accepted: readonly number[];
  /** Proven not accepted; they are treated as never started. */
  fresh: readonly number[];
  /** To be sent a second time. */
  again: readonly number[];
  /** Unknown for ever, and not sent again. */
  unknown: readonly number[];
  /** The end of the grace, if it is too early to decide. */
  wait: Instant | undefined;
};

/**
 * `evidence` is undefined if the mailer gives none. An unknown copy in `again` has had its second attempt; a third is never sent. `grace`
 * counts from the last write-ahead. The grace is longer than a lease and a request's timeout together: by its end the worker that wrote
 * ahead has finished, or finds its lease expired before it sends.
 */
export function settleUnknowns(
  batch: Batch,
  evidence: FoundEvidence | undefined,
  policy: UnknownPolicy,
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
