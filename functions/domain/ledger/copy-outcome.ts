/** The outcome of one copy, as operators see it. */
import type { Batch } from './batch.ts';

export type CopyOutcome =
  | 'waiting'
  | 'under way'
  | 'accepted'
  | 'bounced'
  | 'complained'
  | 'set aside'
  | 'rejected'
  | 'unknown';

/** The latest outcome wins: a bounced copy was accepted before, and an unknown one may have been found accepted since. */
export function copyOutcomeOf({ outcomes, started }: Batch, position: number): CopyOutcome {
  if (outcomes.complained.has(position)) return 'complained';
  if (outcomes.bounced.has(position)) return 'bounced';
  if (outcomes.accepted.has(position)) return 'accepted';
  if (outcomes.rejected.has(position)) return 'rejected';
  if (outcomes.unknown.has(position)) return 'unknown';
  if (outcomes.departed.has(position)) return 'set aside';
  return started.has(position) ? 'under way' : 'waiting';
}
