/** The waits of a live run: how many copies wait for what and until when, in numbers and in sentences for operators. */
import type { Instant } from '../time/instant.ts';

export type RunWaits = {
  /** Copies deferred by their servers. `next`: the soonest try; `until`: the last try of all. */
  deferred: { count: number; reason: string; next: Instant; until: Instant } | undefined;
  /** Copies without an outcome, written ahead by a worker that is at work or has died. */
  unknown: { count: number; until: Instant } | undefined;
  /** Copies not begun, in batches that a worker has leased (it may have died) or that are due in a moment. */
  taken: { count: number; until: Instant } | undefined;
  /** Copies in batches that are claimable now. */
  ready: number;
};

/** The soonest instant at which the run moves by itself. Undefined if copies are ready, so that a worker is at work or should be. */
export function waitsUntil({ deferred, unknown, taken, ready }: RunWaits): Instant | undefined {
  if (ready > 0) return undefined;
  const all = [deferred?.next, unknown?.until, taken?.until].filter((at) => at !== undefined);
  return all.length > 0 ? Math.min(...all) : undefined;
}

/** The same for monitoring; undefined also for leased batches, since one that stays leased for a quarter of an hour is stuck. */
export const quietUntil = (waiting: RunWaits): Instant | undefined =>
  waiting.taken ? undefined : waitsUntil(waiting);

/** True if every open copy is deferred by its server. */
export const isOnlyDeferred = ({ deferred, unknown, taken, ready }: RunWaits): boolean =>
  deferred !== undefined && unknown === undefined && taken === undefined && ready === 0;

/** `2026-11-23 07:00:00Z`. */
const formatUtc = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** `1,200`. Loading Intl would take longer than some commands run. */
const groupThousands = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 is put off by its server (452 …); tried again until …, next at …`. */
export function describeDeferred({ deferred }: RunWaits): string | undefined {
  if (!deferred) return undefined;
  const { count, reason, next, until } = deferred;
  const who =
    count === 1 ? '1 is put off by its server' : `${groupThousands(count)} are put off by their servers`;
  return `${who} (${reason}); tried again until ${formatUtc(until)}, next at ${formatUtc(next)}`;
}

/** `12 were handed over, perhaps, …; known at …`; undefined if no copy is under way and none was when a worker died. */
export function describeUnderWay({ unknown, taken }: RunWaits): string | undefined {
  if (!unknown) {
    return (
      taken &&
      `${groupThousands(taken.count)} lie in batches that a worker has taken; free at ${formatUtc(taken.until)} if it died`
    );
  }
  const who = `${groupThousands(unknown.count)} ${unknown.count === 1 ? 'was' : 'were'} handed over, perhaps`;
  const known = `known at ${formatUtc(unknown.until)} at the latest`;
  const others = taken ? `, and ${groupThousands(taken.count)} more go until then` : '';
  return `${who}, by a worker that is at it or died; ${known}${others}`;
}
