/** Deferral (a temporary refusal, such as greylisting or a full mailbox): when a deferred copy is retried (back-off), and for how long. */
import { DAY, type Instant, MINUTE, SECOND } from '../time/instant.ts';

/** Greylisting ends within hours. A server that has deferred a copy for a day will not accept it. */
export const MAX_DEFERRAL = DAY;

/** Waits between tries; the last one repeats. Greylisting mostly ends with the first wait, a full mailbox seldom within a day. */
const BACK_OFF_STEPS = [5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE] as const;
export const MAX_BACK_OFF = 60 * MINUTE;
/** The wait after the first deferral by a server that is busy for a moment. */
export const BUSY_RETRY = 2 * SECOND;

/**
 * True if the back-off of a copy has not begun: no deferral is known, or the first one was retried after BUSY_RETRY and does not count.
 * `since`: the first deferral.
 */
export const isFirstDeferral = (since: Instant | undefined, now: Instant): boolean =>
  since === undefined || now - since < BACK_OFF_STEPS[0];

/** The deferred positions of a batch. */
export type Deferral = {
  /** The first deferral of each position. */
  since: ReadonlyMap<number, Instant>;
  /** The next try. No deferred position is tried earlier. */
  next: Instant;
  /** The last answer of a server. */
  reason: string;
};

/** The next try of a copy that was first deferred at `since` and last deferred at `now`. */
export function nextTryAfter(since: Instant, now: Instant): Instant {
  let at = since;
  for (let n = 0; at < now + BACK_OFF_STEPS[0]; n++) at += BACK_OFF_STEPS[n] ?? MAX_BACK_OFF;
  return Math.max(now, Math.min(at, since + MAX_DEFERRAL));
}

export type DeferralOrder = {
  /** Positions that were never deferred. They go first, so that they need not wait for a slow server of others. */
  first: readonly number[];
  due: readonly number[];
  /** Positions deferred for so long that this try is the last. */
  last: readonly number[];
};

/** The positions of a batch that are sent now, in order. A position whose next try is still to come is in none of the three lists. */
export function orderByDeferral(
  positions: readonly number[],
  deferral: Deferral | undefined,
  now: Instant,
): DeferralOrder {
  const isDeferred = (position: number) => deferral?.since.has(position) === true;
  const first = positions.filter((position) => !isDeferred(position));
  if (!deferral || now < deferral.next) return { first, due: [], last: [] };
  const again = positions.filter(isDeferred);
  const isLast = (position: number) => now - deferral.since.get(position)! >= MAX_DEFERRAL;
  return { first, due: again.filter((one) => !isLast(one)), last: again.filter(isLast) };
}
