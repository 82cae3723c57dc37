/** What a throttle does to the rate: the first is an accident, those that follow say that the account gives less than it told. */
import { type Instant, MINUTE, SECOND } from './instant.ts';

/** A lane that was throttled not long ago: what its rate is lowered to (1: not yet), and until when that is remembered. */
export type Slowed = { factor: number; until: Instant };

/** By a fifth at a time; a tenth is the least. */
const SLOWER = 0.8;
const SLOWEST = 0.1;
/** Where nobody told a limit, the first throttle is all that is known of it. */
const AT_ONCE = 0.5;
const SLOW_FOR = MINUTE;
/** Chunks that were under way together meet the same empty bucket. */
const SAME = 2 * SECOND;

/** `limited`: a rate was kept. undefined: nothing new, another chunk has told it already. */
export function throttled(before: Slowed | undefined, limited: boolean, now: Instant): Slowed | undefined {
  const until = now + SLOW_FOR;
  if (!before) return { factor: limited ? 1 : AT_ONCE, until };
  if (Math.abs(until - before.until) < SAME) return undefined;
  return { factor: Math.max(SLOWEST, before.factor * SLOWER), until };
}
