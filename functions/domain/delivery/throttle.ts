/**
 * Back-off after throttling (rate limit): a server refuses some calls at random, others because the account's real rate is below the
 * reported one. The send rate falls only when chance does not explain the share of throttled messages, then recovers by itself.
 */
import type { Slowed } from '../ledger/ledger.ts';
import { type Instant, MINUTE, SECOND } from '../time/instant.ts';

/** Answered messages, the throttled ones among them, and the time they span. */
export type Seen = { sent: number; throttled: number; seconds: number };

/** The share that a healthy server may refuse at random. Without a known rate limit the refusals are the only hint, so less is tolerated. */
const NOISE = { limited: 0.06, unlimited: 0.03 };
/** Standard deviations above the expected count (Poisson): chance exceeds them about once in a thousand times. */
const BEYOND = 3;
/** The least number of throttled messages that means anything. */
const FEWEST = 3;

export function isAboveNoise({ sent, throttled }: Seen, limited: boolean): boolean {
  const expected = sent * (limited ? NOISE.limited : NOISE.unlimited);
  return throttled >= FEWEST && throttled > expected + BEYOND * Math.sqrt(expected);
}

/** Messages a second that the server accepted. A shorter span counts as a second. */
export const accepted = ({ sent, throttled, seconds }: Seen): number =>
  (sent - throttled) / Math.max(1, seconds);

/** The window keeps ENOUGH messages to tell a share of 10 % from 5 %, all of the last MOMENT, and none older than a minute. */
const ENOUGH = 100;
const MOMENT = 2 * SECOND;

export type Answers = {
  add(answers: { sent: number; throttled: number }, now: Instant): void;
  since(from: Instant, now: Instant): Seen;
};

/** A sliding window over the answers that this process has had from one mailer. */
export function createAnswers(): Answers {
  let heard: { sent: number; throttled: number; at: Instant }[] = [];
  const sumOf = (key: 'sent' | 'throttled', from: Instant) =>
    heard.reduce((sum, one) => (one.at >= from ? sum + one[key] : sum), 0);
  const forget = (now: Instant) => {
    let kept = sumOf('sent', Number.NEGATIVE_INFINITY);
    // After the clock was set back every answer counts as old.
    heard = heard.filter(({ sent, at }) => {
      const age = now - at;
      const isOld = age < 0 || age > MINUTE || (age > MOMENT && kept - sent >= ENOUGH);
      if (isOld) kept -= sent;
      return !isOld;
    });
  };
  return {
    add(answers, now) {
      forget(now);
      heard.push({ ...answers, at: now });
    },
    since(from, now) {
      forget(now);
      const first = heard.find(({ at }) => at >= from)?.at ?? now;
      return {
        sent: sumOf('sent', from),
        throttled: sumOf('throttled', from),
        seconds: (now - first) / SECOND,
      };
    },
  };
}

/** Messages a second to which a factor refers where no rate limit is known. */
export const UNLIMITED = 8;
/** Shares by which the rate falls: UNCOUNTED without counted answers, MOST_AT_ONCE at most. SLOWEST is the least factor. */
const UNCOUNTED = 0.2;
const MOST_AT_ONCE = 0.75;
const SLOWEST = 0.1;
/** Accepted messages that are added to the count, because few answers say little about a share. */
const DOUBT = 10;
/** The factor after the first throttle where no rate limit is known and no answers were counted. */
const AT_ONCE = 0.5;
const SLOW_FOR = MINUTE;
/** Recovery where no rate limit is known: twice as fast after this time, five times as fast after twice this time. */
const DOUBLED_IN = 12 * SECOND;
/** Throttles within this time count as one: chunks that were under way together met the same empty token bucket. */
const SAME = 2 * SECOND;

const loweredAt = ({ until }: Slowed): Instant => until - SLOW_FOR;

/** Time in which slots that were booked before a throttle still go out at the old rate. */
const SETTLES = 4 * SECOND;

/** The instant from which answers speak of the lowered rate. For a rate that was not lowered all answers do. */
export const settledAt = (slowed: Slowed): Instant =>
  slowed.factor === 1 ? Number.NEGATIVE_INFINITY : loweredAt(slowed) + SETTLES;

/**
 * The factor at `now`. The factor rises slowly at first, near the rate that was found to be accepted, then faster, and is 1 when the
 * throttle expires. `limited`: a rate limit is known.
 */
export function recovered(slowed: Slowed, limited: boolean, now: Instant): number {
  const since = Math.min(SLOW_FOR, Math.max(0, now - loweredAt(slowed)));
  if (!limited) return slowed.factor === 1 ? 1 : slowed.factor * (1 + (since / DOUBLED_IN) ** 2);
  return slowed.factor + (1 - slowed.factor) * (since / SLOW_FOR) ** 2;
}

/**
 * The state after a throttle; undefined if nothing changes, because chance explains the throttle or another chunk has reported it.
 * `limited`: a rate limit is known. `seen`: the answers since `settledAt(before)`.
 */
export function throttled(
  before: Slowed | undefined,
  limited: boolean,
  now: Instant,
  seen?: Seen,
): Slowed | undefined {
  const until = now + SLOW_FOR;
  const chance = seen !== undefined && !isAboveNoise(seen, limited);
  // With a known limit the first throttle counts as an accident: all workers pause for a moment, at the same rate.
  if (!before) return { factor: limited || chance ? 1 : firstOf(seen), until };
  if (chance || Math.abs(until - before.until) < SAME) return undefined;
  return { factor: lowered(before, limited, now, seen), until };
}

/** The factor for the rate that the server accepted, once it was counted for a second. */
const firstOf = (seen: Seen | undefined): number =>
  seen === undefined || seen.seconds < 1 ? AT_ONCE : Math.max(SLOWEST, accepted(seen) / UNLIMITED);

function lowered(before: Slowed, limited: boolean, now: Instant, seen: Seen | undefined): number {
  const share = seen ? Math.min(MOST_AT_ONCE, seen.throttled / (seen.sent + DOUBT)) : UNCOUNTED;
  // Without a known limit the rate before may have been any. The accepted messages show the rate that the server allows.
  if (!limited && before.factor === 1) return firstOf(seen);
  return Math.max(SLOWEST, recovered(before, limited, now) * (1 - share));
}
