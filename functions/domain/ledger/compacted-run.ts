/** A folded (compacted) run: after the retention time its batches are deleted, and only their counts are kept, without any id. */
import type { Instant } from '../time/instant.ts';
import type { Batch, OutcomeSet } from './batch.ts';
import { OUTCOME_SETS } from './batch.ts';

/** The same counts as in the ledger's RunCounts. */
export type Counts = {
  batches: number;
  open: number;
  members: number;
  started: number;
  again: number;
} & Record<OutcomeSet, number>;

/** Counts of copies. A subscriber with a copy in a later pass is counted in both passes. */
export type Tally = {
  /** Copies of the first pass: the run's subscribers. */
  planned: number;
  /** Copies of later passes (resends). */
  later: number;
  accepted: number;
  setAside: number;
  rejected: number;
  /** Without the copies that evidence showed to be accepted. */
  unknown: number;
  /** Copies with a second attempt, after an unknown first one. */
  again: number;
  waiting: number;
  bounced: number;
  complained: number;
  /** The last write-ahead of the first pass; 0 if there was none. */
  lastStarted: Instant;
};

/**
 * Why copies were skipped. `left`: the subscriber left the newsletter, or was unsubscribed by a bounce or an operator. `later`: the
 * subscriber confirmed after the cut-off. `since`: the reason no longer holds, as with a pause that has ended.
 */
export type SkipCounts = Record<
  'left' | 'paused' | 'later' | 'suppressed' | 'topics' | 'erased' | 'since',
  number
>;

export type CompactedRun = {
  at: Instant;
  counts: Counts;
  tally: Tally;
  /** Reasons as far as they could be known at the time of compaction. */
  setAsideFor: SkipCounts;
  /** Rejected copies that their servers had deferred for a day. */
  givenUp: number;
  /** True once no batch is left in the ledger. */
  bare: boolean;
};

export const noCounts = (): Counts => ({
  ...{ batches: 0, open: 0, members: 0, started: 0, again: 0 },
  ...{ accepted: 0, departed: 0, rejected: 0, unknown: 0, bounced: 0, complained: 0, soft: 0 },
});

/** Adds a batch to `counts`, by the rules that the adapters follow. */
export function countBatch(counts: Counts, { members, started, again, outcomes, closed }: Batch): void {
  counts.batches++;
  if (!closed) counts.open++;
  counts.members += members.length;
  counts.started += started.size;
  counts.again += again.size;
  for (const set of OUTCOME_SETS) counts[set] += outcomes[set].size;
  for (const position of outcomes.unknown) if (outcomes.accepted.has(position)) counts.unknown--;
  for (const position of outcomes.soft) if (!outcomes.bounced.has(position)) counts.soft--;
}
