/**
 * Throttling (rate limit, back-off): a server refuses some calls at random, or because the account gives less than it told. Only a
 * share of throttled messages that chance does not explain lowers the rate; then the rate recovers by itself.
 */
import type { Slowed } from '../ledger/ledger.ts';
import { type Instant, MINUTE, SECOND } from '../time/instant.ts';

/** Messages that were answered, those of them that were throttled, and over how long. */
export type Seen = { sent: number; throttled: number; seconds: number };

/** What a healthy server may refuse at random. Where nobody told a limit, its refusals are all there is to go by. */
const NOISE = { limited: 0.06, unlimited: 0.03 };
/** Standard deviations (of a Poisson distribution): so far above it chance comes about once in a thousand times. */
const BEYOND = 3;
/** Fewer say nothing. */
const FEWEST = 3;

export function isAboveNoise({ sent, throttled }: Seen, limited: boolean): boolean {
  const expected = sent * (limited ? NOISE.limited : NOISE.unlimited);
  return throttled >= FEWEST && throttled > expected + BEYOND * Math.sqrt(expected);
}

/** Messages a second that the server took. A moment counts as a second. */
export const accepted = ({ sent, throttled, seconds }: Seen): number =>
  (sent - throttled) / Math.max(1, seconds);

/** As many as tell a tenth from a twentieth; all of the last moment; none that is older than a minute. */
const ENOUGH = 100;
const MOMENT = 2 * SECOND;

export type Answers = {
  add(answers: { sent: number; throttled: number }, now: Instant): void;
  since(from: Instant, now: Instant): Seen;
};

/** A sliding window over the answers of one mailer, as this process heard them. */
export function createAnswers(): Answers {
  let heard: { sent: number; throttled: number; at: Instant }[] = [];
  const sumOf = (key: 'sent' | 'throttled', from: Instant) =>
    heard.reduce((sum, one) => (one.at >= from ? sum + one[key] : sum), 0);
  const forget = (now: Instant) => {
    let kept = sumOf('sent', Number.NEGATIVE_INFINITY);
    // A clock that was set back makes all of it old.
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

/** Messages a second: what a factor is of where nobody told a limit. */
export const UNLIMITED = 8;
/** Where nobody counted: by a fifth. At most by three quarters at a time; a tenth is the least. */
const UNCOUNTED = 0.2;
const MOST_AT_ONCE = 0.75;
const SLOWEST = 0.1;
/** Few answers say little about a share: as if so many more had been accepted. */
const DOUBT = 10;
/** Where nobody told a limit, the first throttle is all that is known of it. */
const AT_ONCE = 0.5;
const SLOW_FOR = MINUTE;
/** Where nobody told a limit: twice as fast after this time, five times after twice of it. */
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
