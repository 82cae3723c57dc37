/** Decides whether a scheduled sending is due: by its instant, a window after it, and whether an earlier tick saw it coming. */
import type { Run } from '../ledger/run.ts';
import { HOUR, type Instant } from '../time/instant.ts';

/** A scheduled sending. `of` as in Run; `at`: the instant at which it is due. */
export type Due = Pick<Run, 'id' | 'kind' | 'of' | 'newsletter'> & { at: Instant };

/** The ledger's key for the instant of the first tick. */
export const FIRST_TICK_KEY = 'first-tick';

/** A machine that was off for some hours still sends the morning's edition; one that was off for a day does not. */
export const MAX_LATENESS = 6 * HOUR;

/** True if the edition's time lies so far back that no tick sends it any more. */
export const isLongPast = ({ sendAt }: { sendAt: Instant | undefined }, now: Instant): boolean =>
  sendAt !== undefined && sendAt <= now - MAX_LATENESS;

/**
 * start: the sending is due now. missed: too late, although an earlier tick saw it coming (`known`); the editors hear of it. never: older
 * than the first tick, or published with a date long past, so nobody expects it. wait: not due yet.
 */
export type DueDecision = 'wait' | 'start' | 'missed' | 'never';

export function decideDue(due: Due, now: Instant, firstTick: Instant, known: boolean): DueDecision {
  if (due.at > now) return 'wait';
  if (due.at < firstTick) return 'never';
  if (now - due.at <= MAX_LATENESS) return 'start';
  return known ? 'missed' : 'never';
}
