/** What is due: an instant, a window after it, and what a tick knew beforehand. */
import type { Run } from '../ledger/run.ts';
import { HOUR, type Instant } from '../time/instant.ts';

/** A sending that has its time. `of` as in Run; `at`: when it is due. */
export type Due = Pick<Run, 'id' | 'kind' | 'of' | 'newsletter'> & { at: Instant };

/** The ledger's memory of when anything first went by schedule. */
export const FIRST_TICK = 'first-tick';

/** A machine that was off over breakfast still sends the morning's edition; over a day it does not. */
export const LATENESS = 6 * HOUR;

/** So far back that nothing sends it by itself any more. */
export const isPast = ({ sendAt }: { sendAt: Instant | undefined }, now: Instant): boolean =>
  sendAt !== undefined && sendAt <= now - LATENESS;

/**
 * start: now. missed: too late, though a tick had seen it coming; editors hear of it. never: older than the first tick, or
 * published with a date long past: nobody waits for it. wait: not yet.
 */
export type Call = 'wait' | 'start' | 'missed' | 'never';

export function callOf(due: Due, now: Instant, firstTick: Instant, known: boolean): Call {
  if (due.at > now) return 'wait';
  if (due.at < firstTick) return 'never';
  if (now - due.at <= LATENESS) return 'start';
  return known ? 'missed' : 'never';
}
