/** The share of throttled messages among a mailer's recent answers, and whether chance explains it. */
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
