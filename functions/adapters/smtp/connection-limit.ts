/** How many SMTP connections may be open at once: few at first, more while that helps and the server lets us, fewer once it does not. */
import { type Instant, MINUTE } from '../../domain/time/instant.ts';

/** What a mail server of one's own and most submission services allow a client at once. */
const START = 5;
/** How often it is asked whether more would help, milliseconds. */
const LOOK_EVERY = 100;
const FASTER = 1.5;
/** Once a server has refused one, no more are tried for a while, and then one at a time. */
const REFUSED_FOR = MINUTE;
/** Above this share of its time a thread has no more to give, however many connections there are. */
const BUSY = 0.95;
/** Answers that take so many times the best we saw say that the server has no more to give; below STEADY milliseconds nothing is said. */
const SLOWER = 2;
const STEADY = 5;

export type ConnectionLimit = {
  most(): number;
  /** A message was answered after `took` milliseconds; `waiting`: another one waits for a connection. */
  answered(took: number, waiting: boolean): void;
  /** The server refused another connection while it kept so many; or said on one that it closes it. */
  refused(kept: number): void;
  /** Nobody has sent anything for a while. */
  rest(): void;
};

/** `most`: never more than that. `busy`: share of its time that this thread was busy since it was last asked, 0 to 1. */
export function createConnectionLimit(
  most: number,
  busy: () => number,
  clock: () => Instant,
): ConnectionLimit {
  const start = Math.min(START, most);
  let [limit, best, notBefore, refusedOnce] = [start, Number.POSITIVE_INFINITY, 0, false];
  let [since, waited, count, sum] = [clock(), false, 0, 0];
  const look = (now: Instant) => {
    const mean = sum / count;
    best = Math.min(best, mean);
    const helps = waited && busy() < BUSY && mean <= Math.max(STEADY, best * SLOWER);
    if (helps && now >= notBefore) {
      limit = Math.min(most, refusedOnce ? limit + 1 : Math.ceil(limit * FASTER));
      if (refusedOnce) notBefore = now + REFUSED_FOR;
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
      if (Math.abs(now - since) >= LOOK_EVERY) look(now);
    },
    refused(kept) {
      limit = Math.max(1, Math.min(limit, kept));
      [notBefore, refusedOnce] = [clock() + REFUSED_FOR, true];
    },
    rest() {
      if (!refusedOnce) limit = Math.min(limit, start);
    },
  };
}
