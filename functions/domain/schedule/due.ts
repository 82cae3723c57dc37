/** Decides whether a scheduled sending is due: by its instant, a window after it, and whether an earlier tick had announced it. */
import type { Run } from '../ledger/run.ts';
import { HOUR, type Instant } from '../time/instant.ts';

/** A scheduled sending. `of` as in Run; `at`: the instant at which it is due. */
export type Due = Pick<Run, 'id' | 'kind' | 'of' | 'newsletter'> & { at: Instant };

/** The ledger's key for the instant of the first tick. */
export const FIRST_TICK = 'first-tick';

/** A machine that was off for some hours still sends the morning's edition; one that was off for a day does not. */
export const LATENESS = 6 * HOUR;

/** True if the edition's time lies so far back that no tick sends it any more. */
export const isPast = ({ sendAt }: { sendAt: Instant | undefined }, now: Instant): boolean =>
  sendAt !== undefined && sendAt <= now - LATENESS;

/**
 * start: the sending is due now. missed: too late, although a tick had announced it; the editors hear of it. never: older than the first
 * tick, or published with a date long past, so nobody expects it. wait: not due yet.
 */
export type Call = 'wait' | 'start' | 'missed' | 'never';

export function callOf(due: Due, now: Instant, firstTick: Instant, known: boolean): Call {
  if (due.at > now) return 'wait';
  if (due.at < firstTick) return 'never';
  if (now - due.at <= LATENESS) return 'start';
  return known ? 'missed' : 'never';
}
