/** Eligibility: whether a subscriber gets a run's letter. Consent, pause and the run's cut-off are checked right before the send. */
import type { Run } from '../ledger/run.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';
import type { Instant } from '../time/instant.ts';

export type Standing = 'reader' | 'left' | 'paused' | 'later';

/**
 * `later`: the subscriber confirmed after the cut-off; the next edition is the first one. A subscriber who left and came back before the
 * send is eligible, since the consent is older than the cut-off. A consent dated in the future (the clock was set back) is eligible.
 */
export function standingOf(
  subscriber: Subscriber | undefined,
  run: Pick<Run, 'newsletter' | 'cutoff'>,
  now: Instant,
): Standing {
  if (subscriber?.status !== 'active' || !subscriber.newsletters.includes(run.newsletter)) return 'left';
  const since = subscriber.consent.confirmedAt ?? subscriber.consent.at;
  if (since > run.cutoff && since <= now) return 'later';
  if (subscriber.pausedUntil !== undefined && subscriber.pausedUntil > now) return 'paused';
  return 'reader';
}
