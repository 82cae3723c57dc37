/** Eligibility: whether a subscriber gets a run's letter. Consent, pause and the run's cut-off are checked right before the send. */
import type { Run } from '../ledger/run.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';
import type { Instant } from '../time/instant.ts';

export type Eligibility = 'reader' | 'left' | 'paused' | 'later';

/**
 * `later`: confirmed after the cut-off, so that the next edition is their first. A subscriber who unsubscribed and came back in between is
 * a reader, because the consent is older. A confirmation in the future, by a clock that was set back since, makes a reader, too.
 */
export function decideEligibility(
  subscriber: Subscriber | undefined,
  run: Pick<Run, 'newsletter' | 'cutoff'>,
  now: Instant,
): Eligibility {
  if (subscriber?.status !== 'active' || !subscriber.newsletters.includes(run.newsletter)) return 'left';
  const since = subscriber.consent.confirmedAt ?? subscriber.consent.at;
  if (since > run.cutoff && since <= now) return 'later';
  if (subscriber.pausedUntil !== undefined && subscriber.pausedUntil > now) return 'paused';
  return 'reader';
}
