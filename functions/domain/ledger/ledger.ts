/** The ledger port: the truth about delivery. Contract: test/contracts/ledger.ts, run on every adapter. */
import { type Instant, MINUTE } from '../time/instant.ts';
import type { Batch, BatchRef, OutcomeSet } from './batch.ts';
import type { Counts } from './compacted-run.ts';
import type { Run, RunState } from './run.ts';

/**
 * Counts over a run's batches; `open` batches are not closed; `planned` says that every span of every pass is. An unknown that
 * evidence showed to be accepted later is counted as accepted alone. Of a folded run: as they were when it was folded.
 */
export type Standing = { planned: boolean } & Readonly<Counts>;

/** Nobody leases, waits or books further ahead than this: what does was written by a clock that was wrong since. */
export const FARTHEST = 15 * MINUTE;

export type Ledger = {
  /** One conditional write: false if the key is taken. */
  createRun(run: Run): Promise<boolean>;
  run(id: string): Promise<Run | undefined>;
  /** Newest first by createdAt. */
  runs(query: { states?: readonly RunState[]; newsletter?: string; limit: number }): Promise<readonly Run[]>;
  /** Replaces the version it was read at; `conflict` otherwise. Returns what is stored. */
  putRun(run: Run): Promise<Run>;

  /** One conditional write: false if that batch exists. */
  createBatch(batch: Batch): Promise<boolean>;
  batch(ref: BatchRef): Promise<Batch | undefined>;
  /** In order of id; for reports. */
  batches(query: { run: string; after: string; limit: number }): Promise<readonly Batch[]>;
  /** A span of a pass has all its batches. Idempotent. */
  spanPlanned(run: string, pass: number, span: number): Promise<void>;
  /** Every span of every pass of it is. Asked often, so it reads no batches. */
  isPlanned(run: Run): Promise<boolean>;
  /** Open, not leased, not to be waited for: the next to claim, oldest first. Last of all, what lies beyond FARTHEST. */
  claimable(run: string, now: Instant, limit: number): Promise<readonly BatchRef[]>;
  /** When the next open batch of a run becomes claimable; undefined: none is open. */
  nextClaimable(run: string): Promise<Instant | undefined>;

  /**
   * Takes the lease if it is free at `now`, or held beyond FARTHEST: lease + 1, until `until`. undefined: somebody else has it,
   * it is not to be claimed yet, or it is closed. What was started after `now` counts as started now: its grace begins here.
   */
  claim(ref: BatchRef, now: Instant, until: Instant): Promise<Batch | undefined>;
  /** Gives the lease back, not to be claimed before `notBefore`. Nothing if the lease has passed on. */
  giveBack(ref: BatchRef, lease: number, notBefore: Instant): Promise<void>;
  /**
   * Write-ahead: adds positions to `started`, sets `letter` if it has none, and `later` where it has another; extends the lease.
   * False, and nothing written, if the lease has passed on or any position is in `started` already.
   */
  start(
    ref: BatchRef,
    lease: number,
    positions: readonly number[],
    letter: string,
    now: Instant,
    until: Instant,
  ): Promise<boolean>;
  /** The same for a second try: adds to `again`; false if the lease has passed on or any position is in `again` already. */
  startAgain(
    ref: BatchRef,
    lease: number,
    positions: readonly number[],
    now: Instant,
    until: Instant,
    letter?: string,
  ): Promise<boolean>;
  /**
   * Certainly not accepted: takes positions back out of `started`; a second try out of `again` alone, because the first one's
   * fate is as unknown as before. False if the lease has passed on.
   */
  unstart(ref: BatchRef, lease: number, positions: readonly number[]): Promise<boolean>;
  /** Adds positions to an outcome, from anyone, any number of times. Nothing if there is no such batch. */
  record(ref: BatchRef, outcomes: Partial<Readonly<Record<OutcomeSet, readonly number[]>>>): Promise<void>;
  /** Closed. False, and nothing written, if the lease has passed on or a position is not decided. */
  close(ref: BatchRef, lease: number): Promise<boolean>;
  /** Deletes closed batches of a run that were made before; returns how many. For notices: a run's own are its record. */
  forgetClosed(run: string, before: Instant): Promise<number>;
  /**
   * Others stand in the places of these members, and in what the notice is about. False, and nothing written, if the batch's are
   * neither those of `seen` any more nor those wanted. Asks for no lease and touches none: whoever works on the batch goes on with the positions.
   */
  renameMembers(seen: Batch, now: Pick<Batch, 'members' | 'notice'>): Promise<boolean>;
  /** Deletes batches whatever their state; those that are not there are no fault. For a run that is folded. */
  forgetBatches(refs: readonly BatchRef[]): Promise<void>;
  /**
   * Deletes the version of a run that was read, with its batches and all that is planned of it, as though it had never been;
   * nothing if it was changed since. For what reached nobody: see flows/schedule/demo-runs.ts.
   */
  forgetRun(run: Run): Promise<void>;
  /** Read consistently. */
  standing(run: string): Promise<Standing>;

  /** The tick's memory: what a key was last set to (first tick, last slot looked at, announced ETag …). */
  memory(key: string): Promise<string | undefined>;
  remember(key: string, value: string): Promise<void>;
  /** As though it had never been set. */
  forget(key: string): Promise<void>;
};

/** `pushed`: how far the lane had been pushed in all when it was booked, milliseconds. */
export type Booking = { at: Instant; pushed: number };

/**
 * Pace: one row holds the next free instant of a lane; taking n advances it by n / rate and answers when they may go. A slot
 * further away than `within` is answered but not taken: a worker that would not wait leaves it to another.
 * `push` puts n sends before all that are booked: every booked slot, and the next one, moves back by n / rate. Waiting workers learn it
 * from `pushed`, which may lag a moment.
 * `slow` remembers a throttle for a while, and what the rate is lowered to; `slowed` is undefined when there was none of late.
 */
export type Pace = {
  take(lane: string, n: number, perSecond: number, now: Instant, within: number): Promise<Booking>;
  push(lane: string, n: number, perSecond: number, now: Instant): Promise<void>;
  pushed(lane: string, now: Instant): Promise<number>;
  slowed(lane: string, now: Instant): Promise<Slowed | undefined>;
  slow(lane: string, slowed: Slowed): Promise<void>;
};

/** A doorbell says only that there is work. Losing, repeating or reordering it changes nothing. */
export type Doorbell = {
  ring(work: Work): void | Promise<void>;
};

/** The worker that hears a doorbell picks the run. A doorbell that names a run, as older stages rang it, says no more. */
export type Work = { kind: 'plan' | 'deliver' | 'notices' };

/**
 * A lane that was throttled not long ago: what its rate was lowered to then (1: not at all), and until when that is remembered. Where
 * nobody told a limit, 1 is UNLIMITED messages a second, and there may be more.
 */
export type Slowed = { factor: number; until: Instant };
