/** Answers of late, and whether more of them were throttled than chance explains. */
import { type Instant, MINUTE, SECOND } from '../time/instant.ts';

/** Messages that were answered, those of them that were throttled, and over how long. */
export type Seen = { sent: number; throttled: number; seconds: number };

/** Share of messages that a healthy server may refuse at random. Where the provider tells no limit, refusals alone show one. */
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
