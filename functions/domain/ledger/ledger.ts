/** The ledger port: the truth about delivery. Contract: test/contracts/ledger.ts, run on every adapter. */
import { type Instant, MINUTE } from '../time/instant.ts';
import type { Batch, BatchRef, OutcomeSet } from './batch.ts';
import type { Counts } from './compacted-run.ts';
import type { Run, RunState } from './run.ts';

/**
 * Counts over a run's batches. `open`: batches that are not closed. `planned`: every span of every pass is planned. An unknown copy that
 * evidence later showed to be accepted counts as accepted only. A folded run keeps its counts.
 */
export type RunCounts = { planned: boolean } & Readonly<Counts>;

/** The furthest that a lease, a wait or a booked slot may lie ahead. A later instant was written by a wrong clock and is ignored. */
export const MAX_AHEAD = 15 * MINUTE;

export type Ledger = {
  /** One conditional write: false if the key is taken. */
  createRun(run: Run): Promise<boolean>;
  run(id: string): Promise<Run | undefined>;
  /** Newest first by createdAt. */
  runs(query: { states?: readonly RunState[]; newsletter?: string; limit: number }): Promise<readonly Run[]>;
  /** Replaces the version that was read (optimistic concurrency); throws `conflict` if it has changed. Returns the stored run. */
  putRun(run: Run): Promise<Run>;

  /** One conditional write: false if that batch exists. */
  createBatch(batch: Batch): Promise<boolean>;
  batch(ref: BatchRef): Promise<Batch | undefined>;
  /** Pages through a run's batches in order of id, for reports. */
  batches(query: { run: string; after: string; limit: number }): Promise<readonly Batch[]>;
  /** Notes that a span of a pass has all its batches. Idempotent. */
  spanPlanned(run: string, pass: number, span: number): Promise<void>;
  /** True if every span of every pass is planned. Is asked often, so it reads no batches. */
  isPlanned(run: Run): Promise<boolean>;
  /** The next batches to claim: open, not leased and due, oldest first. Batches whose lease or wait lies beyond MAX_AHEAD come last. */
  claimable(run: string, now: Instant, limit: number): Promise<readonly BatchRef[]>;
  /** The instant at which the next open batch of a run becomes claimable; undefined if none is open. */
  nextClaimable(run: string): Promise<Instant | undefined>;

  /**
   * Takes the lease if it is free at `now`, or held beyond MAX_AHEAD: the lease number rises by one, and the lease lasts until `until`.
   * Returns undefined if another worker has the batch, its time has not come, or it is closed. A `startedAt` later than `now` is set to
   * `now`, so that the grace begins here.
   */
  claim(ref: BatchRef, now: Instant, until: Instant): Promise<Batch | undefined>;
  /** Releases the lease; the batch is claimable from `notBefore` on. Does nothing if another worker has the lease. */
  giveBack(ref: BatchRef, lease: number, notBefore: Instant): Promise<void>;
  /**
   * Write-ahead: adds positions to `started`, sets `letter` if the batch has none (`later` if it has another one) and extends the lease.
   * False, and nothing written, if another worker has the lease or a position is in `started` already.
   */
  start(
    ref: BatchRef,
    lease: number,
    positions: readonly number[],
    letter: string,
    now: Instant,
    until: Instant,
  ): Promise<boolean>;
  /** Write-ahead of a second attempt: adds to `again`. False if another worker has the lease or a position is in `again` already. */
  startAgain(
    ref: BatchRef,
    lease: number,
    positions: readonly number[],
    now: Instant,
    until: Instant,
    letter?: string,
  ): Promise<boolean>;
  /**
   * Takes positions that were certainly not accepted back out of `started`. A second attempt leaves `again` only, because the first one
   * stays unknown. False if another worker has the lease.
   */
  unstart(ref: BatchRef, lease: number, positions: readonly number[]): Promise<boolean>;
  /** Adds positions to outcomes. Needs no lease and is idempotent. Does nothing if there is no such batch. */
  record(ref: BatchRef, outcomes: Partial<Readonly<Record<OutcomeSet, readonly number[]>>>): Promise<void>;
  /** Closes the batch. False, and nothing written, if another worker has the lease or a position is not decided. */
  close(ref: BatchRef, lease: number): Promise<boolean>;
  /** Deletes closed batches that were created before an instant; returns how many. For notices only: a run's batches are its record. */
  forgetClosed(run: string, before: Instant): Promise<number>;
  /**
   * Replaces members, and names in the notice (erasure). False, and nothing written, if the batch holds neither the members of `seen` nor
   * the new ones. Needs no lease and changes none: a worker on the batch goes on with the positions.
   */
  renameMembers(seen: Batch, now: Pick<Batch, 'members' | 'notice'>): Promise<boolean>;
  /** Deletes batches of a folded run in any state. Missing ones are no error. */
  forgetBatches(refs: readonly BatchRef[]): Promise<void>;
  /**
   * Deletes a run in the version that was read, with its batches and plan; does nothing if the run has changed since. For runs that
   * reached nobody: see flows/schedule/demo-runs.ts.
   */
  forgetRun(run: Run): Promise<void>;
  /** The run's counts, read consistently. */
  counts(run: string): Promise<RunCounts>;

  /** Key-value state of the tick and the workers: the last value of a key (first tick, last slot looked at, announced ETag …). */
  getState(key: string): Promise<string | undefined>;
  setState(key: string, value: string): Promise<void>;
  /** Deletes a key. */
  deleteState(key: string): Promise<void>;
};

/** A booked slot. `pushed`: milliseconds by which the stream's slots had been moved back in all when this one was booked. */
export type Booking = { at: Instant; pushed: number };

/**
 * Pace: the rate limiter of a stream (`lane`). One row holds the stream's next free instant. `take` books n sends: it advances that instant
 * by n / rate and returns the booked one. A slot further away than `within` milliseconds is returned but not booked, so that a worker
 * that would not wait leaves it to another.
 *
 * `push` puts n sends before all booked ones: every booked slot, and the next free one, moves back by n / rate. Waiting workers learn of it
 * from `pushed`, which may lag a moment. `slow` stores a throttle with its lowered rate; `slowed` returns it until it expires, else
 * undefined.
 */
export type Pace = {
  take(stream: string, n: number, perSecond: number, now: Instant, within: number): Promise<Booking>;
  push(stream: string, n: number, perSecond: number, now: Instant): Promise<void>;
  pushed(stream: string, now: Instant): Promise<number>;
  slowed(stream: string, now: Instant): Promise<Slowed | undefined>;
  slow(stream: string, slowed: Slowed): Promise<void>;
};

/** Doorbell: a wake-up message that only says that there is work. Losing, repeating or reordering one changes nothing. */
export type Doorbell = {
  ring(work: DoorbellWork): void | Promise<void>;
};

/** The kind of work. The woken worker picks the run; a run that a message of an earlier version names is ignored. */
export type DoorbellWork = { kind: 'plan' | 'deliver' | 'notices' };

/**
 * A recent throttle of a stream: the factor of the lowered rate (1 is the full rate), and the instant of its expiry. Where no rate limit
 * is known, 1 stands for UNKNOWN_RATE_BASE messages a second (throttle.ts), and the rate may exceed it.
 */
export type Slowed = { factor: number; until: Instant };
