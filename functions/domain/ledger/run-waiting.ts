/** What a run that is under way waits for, and until when: in numbers, and in sentences for whoever watches it. */
import type { Instant } from '../time/instant.ts';

export type Waiting = {
  /** Put off by their servers. `next`: the soonest try; `until`: the last one of any. */
  deferred: { count: number; reason: string; next: Instant; until: Instant } | undefined;
  /** Handed over without a word of what became of it: by a worker that is at it now, or by one that died. */
  unknown: { count: number; until: Instant } | undefined;
  /** Not begun, in batches that a worker has taken, dead or alive, or that wait for a moment. */
  taken: { count: number; until: Instant } | undefined;
  /** Anybody may take them now. */
  ready: number;
};

/** The soonest moment at which something of it moves without anybody being at it; undefined: somebody may be, or should. */
export function waitsUntil({ deferred, unknown, taken, ready }: Waiting): Instant | undefined {
  if (ready > 0) return undefined;
  const all = [deferred?.next, unknown?.until, taken?.until].filter((at) => at !== undefined);
  return all.length > 0 ? Math.min(...all) : undefined;
}

/** The same for a watchman: a batch that stays in somebody's hands for a quarter of an hour is no wait, but a failure. */
export const quietUntil = (waiting: Waiting): Instant | undefined =>
  waiting.taken ? undefined : waitsUntil(waiting);

/** All that is left of it is put off by its servers. */
export const isOnlyDeferred = ({ deferred, unknown, taken, ready }: Waiting): boolean =>
  deferred !== undefined && unknown === undefined && taken === undefined && ready === 0;

/** `2026-11-23 07:00:00Z`. */
const inUtc = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** `1,200`; Intl would be slower to start than some commands. */
const grouped = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 is put off by its server (452 …); tried again until …, next at …`. */
export function deferredText({ deferred }: Waiting): string | undefined {
  if (!deferred) return undefined;
  const { count, reason, next, until } = deferred;
  const who = count === 1 ? '1 is put off by its server' : `${grouped(count)} are put off by their servers`;
  return `${who} (${reason}); tried again until ${inUtc(until)}, next at ${inUtc(next)}`;
}

/** `12 were handed over, perhaps, …; known at …`; undefined: nothing of it is under way, or was when a worker died. */
export function underWayText({ unknown, taken }: Waiting): string | undefined {
  if (!unknown) {
    return (
      taken &&
      `${grouped(taken.count)} lie in batches that a worker has taken; free at ${inUtc(taken.until)} if it died`
    );
  }
  const who = `${grouped(unknown.count)} ${unknown.count === 1 ? 'was' : 'were'} handed over, perhaps`;
  const known = `known at ${inUtc(unknown.until)} at the latest`;
  const others = taken ? `, and ${grouped(taken.count)} more go until then` : '';
  return `${who}, by a worker that is at it or died; ${known}${others}`;
}
