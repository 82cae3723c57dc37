/** Deferral (a soft refusal: greylisting, a full mailbox): when a copy that its server puts off is tried again, and for how long. */
import { DAY, type Instant, MINUTE, SECOND } from '../time/instant.ts';

/** Greylisting ends within hours; a server that defers for a day will not take it. */
export const DEFERRED_FOR = DAY;

/** From one try to the next; the last wait repeats. Greylisting mostly ends with the first, a full mailbox seldom before a day. */
const BACK_OFF = [5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE] as const;
export const LONGEST_BACK_OFF = 60 * MINUTE;
/** A server that has no room for a moment has it again: the first time that it says so counts for no more. */
export const SOON = 2 * SECOND;

/** Its back-off begins with the second time that it is put off, when the first was asked again in a moment. */
export const isJustBegun = (since: Instant | undefined, now: Instant): boolean =>
  since === undefined || now - since < BACK_OFF[0];

/** Which positions of a batch their servers put off. */
export type Deferral = {
  /** When each was put off first. */
  since: ReadonlyMap<number, Instant>;
  /** None of them is tried before. */
  next: Instant;
  /** What a server answered last. */
  reason: string;
};

/** The next try of a copy that was put off at `since` for the first time, and at `now` for the last. */
export function nextTry(since: Instant, now: Instant): Instant {
  let at = since;
  for (let n = 0; at < now + BACK_OFF[0]; n++) at += BACK_OFF[n] ?? LONGEST_BACK_OFF;
  return Math.max(now, Math.min(at, since + DEFERRED_FOR));
}

export type DeferralOrder = {
  /** Never put off: they go first, so that nobody waits for a slow server of others. */
  first: readonly number[];
  due: readonly number[];
  /** Put off for so long that this try is the last. */
  last: readonly number[];
};

/** What of a batch is sent now, and in which order; whose next try is still to come is in none of the three. */
export function orderByDeferral(
  positions: readonly number[],
  deferral: Deferral | undefined,
  now: Instant,
): DeferralOrder {
  const isDeferred = (position: number) => deferral?.since.has(position) === true;
  const first = positions.filter((position) => !isDeferred(position));
  if (!deferral || now < deferral.next) return { first, due: [], last: [] };
  const again = positions.filter(isDeferred);
  const isLast = (position: number) => now - deferral.since.get(position)! >= DEFERRED_FOR;
  return { first, due: again.filter((one) => !isLast(one)), last: again.filter(isLast) };
}
