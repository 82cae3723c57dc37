/**
 * Back-off after throttling (rate limit): a server refuses some calls at random, others because the account's real rate is below the
 * reported one. The send rate falls only when chance does not explain the share of throttled messages, then recovers by itself.
 */
import type { Slowed } from '../ledger/ledger.ts';
import { type Instant, MINUTE, SECOND } from '../time/instant.ts';

/** Answered messages, the throttled ones among them, and the time they span. */
export type AnswerCounts = { sent: number; throttled: number; seconds: number };

/** The share that a healthy server may refuse at random. Without a known rate limit refusals are the only hint, so less is tolerated. */
const NOISE_SHARE = { limited: 0.06, unlimited: 0.03 };
/** Standard deviations above the expected count (Poisson): chance exceeds them about once in a thousand times. */
const DEVIATIONS = 3;
/** The least number of throttled messages that means anything. */
const MIN_THROTTLED = 3;

export function isAboveNoise({ sent, throttled }: AnswerCounts, limited: boolean): boolean {
  const expected = sent * (limited ? NOISE_SHARE.limited : NOISE_SHARE.unlimited);
  return throttled >= MIN_THROTTLED && throttled > expected + DEVIATIONS * Math.sqrt(expected);
}

/** Messages a second that the server accepted. A shorter span counts as a second. */
export const acceptedPerSecond = ({ sent, throttled, seconds }: AnswerCounts): number =>
  (sent - throttled) / Math.max(1, seconds);

/**
 * The window keeps all answers within RECENT_WINDOW and none older than a minute. In between, the oldest go while MIN_WINDOW_MESSAGES
 * remain, which suffice to tell a share of 10 % from 5 %.
 */
const MIN_WINDOW_MESSAGES = 100;
const RECENT_WINDOW = 2 * SECOND;

export type Answers = {
  add(answers: { sent: number; throttled: number }, now: Instant): void;
  since(from: Instant, now: Instant): AnswerCounts;
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
      const isOld = age < 0 || age > MINUTE || (age > RECENT_WINDOW && kept - sent >= MIN_WINDOW_MESSAGES);
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
export const UNKNOWN_RATE_BASE = 8;
/** Shares by which the rate falls: UNCOUNTED_SHARE if no answers were counted, MAX_FALL at most. MIN_FACTOR is the least factor. */
const UNCOUNTED_SHARE = 0.2;
const MAX_FALL = 0.75;
const MIN_FACTOR = 0.1;
/** Accepted messages that are added to the count, because few answers say little about a share. */
const ASSUMED_ACCEPTED = 10;
/** The factor after the first throttle where no rate limit is known and no answers were counted. */
const FIRST_FACTOR = 0.5;
const THROTTLE_DURATION = MINUTE;
/** Recovery where no rate limit is known: the rate is doubled after this time, and five times as high after twice this time. */
const DOUBLED_IN = 12 * SECOND;
/** Throttles within this time count as one: chunks that were under way together met the same empty token bucket. */
const SAME_THROTTLE_WINDOW = 2 * SECOND;

const loweredAt = ({ until }: Slowed): Instant => until - THROTTLE_DURATION;

/** Milliseconds in which slots that were booked before a throttle still go out at the old rate. */
const SETTLING_TIME = 4 * SECOND;

/** The instant from which answers speak of the lowered rate. For a rate that was not lowered all answers do. */
export const ratedFrom = (slowed: Slowed): Instant =>
  slowed.factor === 1 ? Number.NEGATIVE_INFINITY : loweredAt(slowed) + SETTLING_TIME;

/**
 * The factor at `now`. The factor rises slowly at first, near the rate that was found to be accepted, then faster, and is 1 when the
 * throttle expires. `limited`: a rate limit is known.
 */
export function factorAt(slowed: Slowed, limited: boolean, now: Instant): number {
  const since = Math.min(THROTTLE_DURATION, Math.max(0, now - loweredAt(slowed)));
  if (!limited) return slowed.factor === 1 ? 1 : slowed.factor * (1 + (since / DOUBLED_IN) ** 2);
  return slowed.factor + (1 - slowed.factor) * (since / THROTTLE_DURATION) ** 2;
}

/**
 * The state after a throttle; undefined if nothing changes, because chance explains the throttle or another chunk has reported it.
 * `limited`: a rate limit is known. `seen`: the answers since `ratedFrom(before)`.
 */
export function applyThrottle(
  before: Slowed | undefined,
  limited: boolean,
  now: Instant,
  seen?: AnswerCounts,
): Slowed | undefined {
  const until = now + THROTTLE_DURATION;
  const chance = seen !== undefined && !isAboveNoise(seen, limited);
  // With a known limit the first throttle counts as an accident: all workers pause for a moment, and the rate stays.
  if (!before) return { factor: limited || chance ? 1 : factorOfFirst(seen), until };
  if (chance || Math.abs(until - before.until) < SAME_THROTTLE_WINDOW) return undefined;
  return { factor: lowerFactor(before, limited, now, seen), until };
}

/** The factor for the rate that the server accepted, once it was counted for a second. */
const factorOfFirst = (seen: AnswerCounts | undefined): number =>
  seen === undefined || seen.seconds < 1
    ? FIRST_FACTOR
    : Math.max(MIN_FACTOR, acceptedPerSecond(seen) / UNKNOWN_RATE_BASE);

function lowerFactor(before: Slowed, limited: boolean, now: Instant, seen: AnswerCounts | undefined): number {
  const share = seen ? Math.min(MAX_FALL, seen.throttled / (seen.sent + ASSUMED_ACCEPTED)) : UNCOUNTED_SHARE;
  // Without a known limit the rate so far may have been any. The accepted messages show the rate that the server allows.
  if (!limited && before.factor === 1) return factorOfFirst(seen);
  return Math.max(MIN_FACTOR, factorAt(before, limited, now) * (1 - share));
}
