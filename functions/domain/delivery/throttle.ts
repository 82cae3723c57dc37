/**
 * What throttles do to the rate (rate limit, back-off): a server refuses some calls at random, or because the account gives less than
 * it told. Only a share of throttled messages that chance does not explain lowers the rate; then it recovers by itself.
 */
import type { Slowed } from '../ledger/ledger.ts';
import { type Instant, MINUTE, SECOND } from '../time/instant.ts';
import { accepted, isAboveNoise, type Seen } from './throttle-share.ts';

/** Messages a second that a factor is taken of where the provider tells no limit. */
export const UNLIMITED = 8;
/** Without a count the rate falls by a fifth. It falls by three quarters at most at a time, and to a tenth at the least. */
const UNCOUNTED = 0.2;
const MOST_AT_ONCE = 0.75;
const SLOWEST = 0.1;
/** Few answers say little about a share: as if so many more had been accepted. */
const DOUBT = 10;
/** Where the provider tells no limit, the first throttle halves the rate: nothing else is known of the limit. */
const AT_ONCE = 0.5;
const SLOW_FOR = MINUTE;
/** Where the provider tells no limit, the rate is twice as fast after this time, and five times after twice of it. */
const DOUBLED_IN = 12 * SECOND;
/** Chunks that were under way together meet the same empty bucket. */
const SAME = 2 * SECOND;

const loweredAt = ({ until }: Slowed): Instant => until - SLOW_FOR;

/** What was booked before goes out at the rate before. */
const SETTLES = 4 * SECOND;

/** From then on answers are to the rate it was lowered to; to one that was not lowered all of them are. */
export const settledAt = (slowed: Slowed): Instant =>
  slowed.factor === 1 ? Number.NEGATIVE_INFINITY : loweredAt(slowed) + SETTLES;

/**
 * The factor at `now`. It rises slowly at first, near what the account was found to give, then faster, and is whole when the throttle
 * is forgotten. `limited`: somebody told a limit.
 */
export function recovered(slowed: Slowed, limited: boolean, now: Instant): number {
  const since = Math.min(SLOW_FOR, Math.max(0, now - loweredAt(slowed)));
  if (!limited) return slowed.factor === 1 ? 1 : slowed.factor * (1 + (since / DOUBLED_IN) ** 2);
  return slowed.factor + (1 - slowed.factor) * (since / SLOW_FOR) ** 2;
}

/**
 * `limited`: a rate was kept. `seen`: answers of late, since `settledAt(before)`. undefined: nothing new; chance explains it, or another
 * chunk has told it already.
 */
export function throttled(
  before: Slowed | undefined,
  limited: boolean,
  now: Instant,
  seen?: Seen,
): Slowed | undefined {
  const until = now + SLOW_FOR;
  const chance = seen !== undefined && !isAboveNoise(seen, limited);
  // With a limit, the first is an accident: everybody waits a moment, and no more.
  if (!before) return { factor: limited || chance ? 1 : firstOf(seen), until };
  if (chance || Math.abs(until - before.until) < SAME) return undefined;
  return { factor: lowered(before, limited, now, seen), until };
}

/** What the server took, once that was counted for a second. */
const firstOf = (seen: Seen | undefined): number =>
  seen === undefined || seen.seconds < 1 ? AT_ONCE : Math.max(SLOWEST, accepted(seen) / UNLIMITED);

function lowered(before: Slowed, limited: boolean, now: Instant, seen: Seen | undefined): number {
  const share = seen ? Math.min(MOST_AT_ONCE, seen.throttled / (seen.sent + DOUBT)) : UNCOUNTED;
  // Without a limit it may have gone at any rate until now: what was accepted is what the server gives.
  if (!limited && before.factor === 1) return firstOf(seen);
  return Math.max(SLOWEST, recovered(before, limited, now) * (1 - share));
}
