/** A run: one edition, digest or alert on its way to its subscribers (a campaign). Its states and their transitions. */
import type { Instant } from '../time/instant.ts';
import type { CompactedRun } from './compacted-run.ts';

export type RunState = 'planned' | 'held' | 'sending' | 'paused' | 'done' | 'cancelled' | 'missed' | 'empty';

/**
 * Ids are for life and tag-safe ([A-Za-z0-9_-]): `e_<edition>`, `d_<newsletter>_<20261123T0700>`, `a_<article>`. The id makes starting a
 * run idempotent.
 */
export type Run = {
  id: string;
  kind: 'edition' | 'digest' | 'alert';
  /** The edition's id, the newsletter's id with the local slot, or the article's id. */
  of: string;
  newsletter: string;
  subject: string;
  /** Blob of the frozen letter; undefined for `empty` and `missed`, and where only the current text may be sent. */
  letter: string | undefined;
  articles: readonly string[];
  /** The fingerprint of each article's story, so that a renamed file is recognized (fingerprint.ts). Absent in runs of earlier versions. */
  prints?: readonly string[];
  /** Every letter that the run has had, in order; the last is `letter`. Absent in runs of earlier versions. */
  texts?: readonly RunText[];
  state: RunState;
  /** Why the run is held, paused, cancelled, missed or empty: a sentence with its remedy. Else empty. */
  reason: string;
  /** The cut-off: subscribers that were active before this instant are the run's audience. */
  cutoff: Instant;
  /**
   * The instant at which a held run starts by itself, or a run paused for a quota or a silent server is tried again. A held or paused run
   * without one waits for an editor.
   */
  until: Instant | undefined;
  /** Number of spans (id ranges) that are planned separately: a power of two, 1–64. */
  spans: number;
  createdAt: Instant;
  endedAt: Instant | undefined;
  /** 1 is the run itself; `send --again` (a resend) adds passes with batches of their own. */
  passes: number;
  /** Present once the run is folded (compacted): its batches are counted and no recipient is listed. */
  folded?: CompactedRun | undefined;
  /** Rises with every write (optimistic concurrency). */
  version: number;
};

/** A letter of a run, and the instant from which copies have it. */
export type RunText = { letter: string; subject: string; since: Instant };

/** The texts with a further one, unless its letter is the last one already. */
export function withText(run: Pick<Run, 'texts'> | undefined, next: RunText): readonly RunText[] {
  const had = run?.texts ?? [];
  return had.at(-1)?.letter === next.letter ? had : [...had, next];
}

/** The allowed transitions. */
const TRANSITIONS: Readonly<Record<RunState, readonly RunState[]>> = {
  planned: ['sending', 'held', 'paused', 'cancelled'],
  held: ['planned', 'cancelled'],
  sending: ['paused', 'done', 'cancelled'],
  paused: ['planned', 'sending', 'cancelled'],
  done: ['sending'],
  cancelled: [],
  missed: ['planned', 'cancelled'],
  empty: [],
};

export const mayBecome = (from: RunState, to: RunState): boolean => TRANSITIONS[from].includes(to);
/** The reason of a run that an editor stopped by the link in its proof. Such a cancelled run may be sent later. */
export const STOPPED_BY_EDITOR = 'An editor stopped it by the link in the proof.';
export const isStopped = ({ state, reason }: Pick<Run, 'state' | 'reason'>): boolean =>
  state === 'cancelled' && reason === STOPPED_BY_EDITOR;

/** True for a run that is missed, held or stopped by an editor: `send` and `resume` may still start it. */
export const isWaiting = (run: Pick<Run, 'state' | 'reason'>): boolean =>
  run.state === 'missed' || run.state === 'held' || isStopped(run);

/**
 * True for a run that is held or was stopped by an editor. The editors know of it, so a `send` is deliberate: another recent letter of the
 * newsletter (`minGap`) does not hold the run again.
 */
export const isMeant = (run: Pick<Run, 'state' | 'reason'>): boolean =>
  run.state === 'held' || isStopped(run);

export const isLive = (run: Run): boolean => run.state === 'planned' || run.state === 'sending';

/** True if a clock that ran ahead marked the run as missed or empty and was set back since. No copy was sent. */
export const isPremature = ({ state, createdAt }: Run, now: Instant): boolean =>
  (state === 'missed' || state === 'empty') && createdAt > now;
