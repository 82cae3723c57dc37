/**
 * Adapts the number of SMTP connections (like congestion control): few at first, more while more help and the server allows them, fewer
 * once it does not.
 */
import { type Instant, MINUTE } from '../../domain/time/instant.ts';

/** Connections at first: a number that a private mail server and most submission services allow a client. */
const START_CONNECTIONS = 5;
/** Milliseconds between two checks of whether more connections would help. */
const CHECK_INTERVAL = 100;
const GROWTH_FACTOR = 1.5;
/** After a server refused a connection, no more are opened for this time, and then one at a time. */
const RETRY_AFTER_REFUSAL = MINUTE;
/** A thread that is busy for more than this share of its time gains nothing from more connections. */
const BUSY_SHARE = 0.95;
/**
 * A mean answer time of SLOW_FACTOR times the best one means that the server has no more to give. Below STEADY_MS the comparison is
 * skipped.
 */
const SLOW_FACTOR = 2;
const STEADY_MS = 5;

export type ConnectionLimit = {
  most(): number;
  /** Notes an answer after `took` milliseconds; `waiting`: another message waits for a connection. */
  answered(took: number, waiting: boolean): void;
  /** Notes that the server kept this many connections and refused another, or that it announced on one that it closes it. */
  refused(kept: number): void;
  /** Notes that no message was sent for a while. */
  rest(): void;
};

/** `most`: the upper bound. `busy`: the share of its time, 0 to 1, that this thread was busy since the last call. */
export function createConnectionLimit(
  most: number,
  busy: () => number,
  clock: () => Instant,
): ConnectionLimit {
  const start = Math.min(START_CONNECTIONS, most);
  let [limit, best, notBefore, refusedOnce] = [start, Number.POSITIVE_INFINITY, 0, false];
  let [since, waited, count, sum] = [clock(), false, 0, 0];
  const look = (now: Instant) => {
    const mean = sum / count;
    best = Math.min(best, mean);
    const helps = waited && busy() < BUSY_SHARE && mean <= Math.max(STEADY_MS, best * SLOW_FACTOR);
    if (helps && now >= notBefore) {
      limit = Math.min(most, refusedOnce ? limit + 1 : Math.ceil(limit * GROWTH_FACTOR));
      if (refusedOnce) notBefore = now + RETRY_AFTER_REFUSAL;
    }
    [since, waited, count, sum] = [now, false, 0, 0];
  };
  return {
    most: () => limit,
    answered(took, waiting) {
      const now = clock();
      count++;
      sum += took;
      waited ||= waiting;
      if (Math.abs(now - since) >= CHECK_INTERVAL) look(now);
    },
    refused(kept) {
      limit = Math.max(1, Math.min(limit, kept));
      [notBefore, refusedOnce] = [clock() + RETRY_AFTER_REFUSAL, true];
    },
    rest() {
      if (!refusedOnce) limit = Math.min(limit, start);
    },
  };
}
