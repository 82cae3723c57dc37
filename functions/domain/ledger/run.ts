/** A run: one edition being sent. Its rules, and nothing of how it is stored. */
import type { Instant } from '../time/instant.ts';
import type { FoldedRun } from './compacted-run.ts';

export type RunState = 'planned' | 'held' | 'sending' | 'paused' | 'done' | 'cancelled' | 'missed' | 'empty';

/**
 * Keys are for life and tag-safe ([A-Za-z0-9_-]): `e_<edition>`, `d_<newsletter>_<20261123T0700>`, `a_<article>`.
 * One key, one run, whatever is said twice or at once.
 */
export type Run = {
  id: string;
  kind: 'edition' | 'digest' | 'alert';
  /** Edition id, newsletter id with its local slot, article id. */
  of: string;
  newsletter: string;
  subject: string;
  /** Blob of the frozen letter; undefined for `empty` and `missed`, and where only today's text may go. */
  letter: string | undefined;
  articles: readonly string[];
  /** Beside `articles`: what each story was (fingerprint.ts), whatever its file is called later. Not in runs of before. */
  prints?: readonly string[];
  /** Every letter it has had, in order; the last is `letter`. Not in runs of before. */
  texts?: readonly RunText[];
  state: RunState;
  /** Why it is held, paused, cancelled, missed or empty; a sentence with its remedy. Else empty. */
  reason: string;
  /** The cut-off: subscribers who were active before it are the run's audience. */
  cutoff: Instant;
  /** Held runs go by themselves then; undefined: when somebody resumes them. Paused for quota: looked at again then. */
  until: Instant | undefined;
  /** Number of spans the id space is planned in, a power of two, 1–64. */
  spans: number;
  createdAt: Instant;
  endedAt: Instant | undefined;
  /** 1 is the run itself; `send --again` adds passes with batches of their own. */
  passes: number;
  /** Its batches are counted, and no list says who its recipients were; absent: they are kept. */
  folded?: FoldedRun | undefined;
  /** Rises with every write. */
  version: number;
};

/** A letter of a run, and since when copies that go are of it. */
export type RunText = { letter: string; subject: string; since: Instant };

/** Nobody got what a waiting run had before; what is under way had its text, and has another from now on. */
export function withText(run: Pick<Run, 'texts'> | undefined, next: RunText): readonly RunText[] {
  const had = run?.texts ?? [];
  return had.at(-1)?.letter === next.letter ? had : [...had, next];
}

/** From → to, by whom it may happen. Anything else is refused. */
const NEXT: Readonly<Record<RunState, readonly RunState[]>> = {
  planned: ['sending', 'held', 'paused', 'cancelled'],
  held: ['planned', 'cancelled'],
  sending: ['paused', 'done', 'cancelled'],
  paused: ['planned', 'sending', 'cancelled'],
  done: ['sending'],
  cancelled: [],
  missed: ['planned', 'cancelled'],
  empty: [],
};

export const mayBecome = (from: RunState, to: RunState): boolean => NEXT[from].includes(to);
/** The reason of a run that an editor stopped by the link in its proof: it is cancelled, but not for good. */
export const STOPPED = 'An editor stopped it by the link in the proof.';
export const isStopped = ({ state, reason }: Pick<Run, 'state' | 'reason'>): boolean =>
  state === 'cancelled' && reason === STOPPED;

/** Nothing of the run has gone, or an editor stopped it: `send` and `resume` may still let it go. */
export const isWaiting = (run: Pick<Run, 'state' | 'reason'>): boolean =>
  run.state === 'missed' || run.state === 'held' || isStopped(run);

/** Somebody has looked at it: whoever sends it then means it, whatever went shortly before. */
export const isMeant = (run: Pick<Run, 'state' | 'reason'>): boolean =>
  run.state === 'held' || isStopped(run);

export const isLive = (run: Run): boolean => run.state === 'planned' || run.state === 'sending';

/** A clock that ran ahead took its time for passed, or its slot for empty, and was set back since: nobody got anything. */
export const isPremature = ({ state, createdAt }: Run, now: Instant): boolean =>
  (state === 'missed' || state === 'empty') && createdAt > now;
