/** Folded: what is left of a run's batches once its list of recipients is given up. Counts, and nobody's id. */
import type { Instant } from '../time/instant.ts';
import type { Batch, OutcomeSet } from './batch.ts';
import { OUTCOME_SETS } from './batch.ts';

/** As the ledger's standing has them. */
export type Counts = {
  batches: number;
  open: number;
  members: number;
  started: number;
  again: number;
} & Record<OutcomeSet, number>;

/** Copies: whoever had one in a later pass too is counted in both. */
export type Tally = {
  /** Of the first pass: the run's readers. */
  planned: number;
  /** Of later passes. */
  later: number;
  accepted: number;
  setAside: number;
  rejected: number;
  /** Without those that evidence showed to be accepted. */
  unknown: number;
  /** Unknown once, tried a second time. */
  again: number;
  waiting: number;
  bounced: number;
  complained: number;
  /** The last write-ahead of the first pass; 0: none. */
  lastStarted: Instant;
};

/**
 * Why copies were set aside. `left`: the newsletter, or all; by themselves, by a bounce, by an operator. `later`: confirmed after the
 * cut-off. `since`: whatever it was is not so any more, as with a pause that ended.
 */
export type SetAside = Record<
  'left' | 'paused' | 'later' | 'suppressed' | 'topics' | 'erased' | 'since',
  number
>;

export type FoldedRun = {
  at: Instant;
  counts: Counts;
  tally: Tally;
  /** By what was known when it was folded. */
  setAsideFor: SetAside;
  /** Of the rejected: put off by their servers for a day. */
  givenUp: number;
  /** No batch is left in the ledger. */
  bare: boolean;
};

export const noCounts = (): Counts => ({
  ...{ batches: 0, open: 0, members: 0, started: 0, again: 0 },
  ...{ accepted: 0, departed: 0, rejected: 0, unknown: 0, bounced: 0, complained: 0, soft: 0 },
});

/** Adds to `counts`, as the adapters count. */
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
