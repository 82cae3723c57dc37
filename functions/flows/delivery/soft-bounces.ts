/** Counts soft bounces in a row. After MAX_SOFT_BOUNCES letters the subscriber is set aside; the address is not suppressed. */
import type { Run, RunState } from '../../domain/ledger/run.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import {
  addSoftBounce,
  isBetween,
  keepSoftBouncesSince,
  MAX_SOFT_BOUNCES,
  sortSoftBounces,
} from '../../domain/subscribers/soft-bounce.ts';
import type { SoftBounce, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { setAside } from '../../domain/subscribers/subscription-rules.ts';
import { DAY } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { findBatch } from '../ledger/find-batch.ts';
import { changeSubscriber, countEvent } from '../subscribers/change-subscriber.ts';

type Ports = Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'counts' | 'publication' | 'clock'>;

/**
 * Counts a soft bounce of a run's letter, once however often and in whatever order the events come. A letter that arrives writes nothing to
 * the subscriber's row; therefore, once MAX_SOFT_BOUNCES letters came back, the ledger is asked whether one between them arrived. Notices
 * do not count. Throws `unavailable`.
 */
export async function countSoftBounce(
  ports: Ports,
  subscriber: string,
  run: string,
  reason: string,
): Promise<void> {
  if (run === NOTICES) return;
  const one = { run, at: (await ports.ledger.run(run))?.createdAt ?? ports.clock() };
  const { after } = await changeSubscriber(ports, subscriber, (s) =>
    s?.status === 'active' ? addSoftBounce(s, one) : undefined,
  );
  if (after?.status !== 'active' || (after.softBounces?.length ?? 0) < MAX_SOFT_BOUNCES) return;
  const accepted = await findLastAccepted(ports, after);
  if (accepted) await forgetSoftBounces(ports, after.id, accepted);
  else await setSubscriberAside(ports, after, reason);
}

/** Sets the subscriber aside, unless the row has changed since it was seen: the event that changed it checks again. */
async function setSubscriberAside(ports: Ports, seen: Subscriber, reason: string): Promise<void> {
  const why = `${MAX_SOFT_BOUNCES} letters in a row came back: ${reason}`;
  const { before, changed } = await changeSubscriber(ports, seen.id, (s) =>
    s?.status === 'active' && isSame(s, seen) ? setAside(s, why, ports.clock()) : undefined,
  );
  if (before && changed)
    await countEvent(ports, 'bounced', { newsletters: before.newsletters, source: before.consent.source });
}

const isSame = (a: Subscriber, b: Subscriber): boolean =>
  JSON.stringify(a.softBounces) === JSON.stringify(b.softBounces);

/** SES retries for fourteen hours at most. A letter that was accepted a day ago and has not come back counts as arrived. */
const ARRIVED_AFTER = DAY;

/** Forgets the soft bounces before a letter that arrived, so that the next soft bounce need not ask the ledger again. */
async function forgetSoftBounces(ports: Ports, id: string, accepted: SoftBounce): Promise<void> {
  if (ports.clock() - accepted.at < ARRIVED_AFTER) return;
  await changeSubscriber(ports, id, (s) => (s?.softBounces ? keepSoftBouncesSince(s, accepted) : undefined));
}

/** States of runs that may have sent a letter. */
const BEGUN_STATES: readonly RunState[] = ['sending', 'paused', 'done', 'cancelled'];
/** Newest runs looked at, for each newsletter. A subscriber of ten daily newsletters has seven soft bounces within fewer. */
const MAX_RUNS_READ = 100;

/** The newest accepted letter among those sent between the soft bounces; undefined if the bounces are in a row. */
async function findLastAccepted(ports: Ports, s: Subscriber): Promise<SoftBounce | undefined> {
  const list = s.softBounces ?? [];
  const runs = new Map<string, Run>();
  for (const newsletter of s.newsletters) {
    const found = await ports.ledger.runs({ newsletter, states: BEGUN_STATES, limit: MAX_RUNS_READ });
    for (const run of found) runs.set(run.id, run);
  }
  for (const { run } of list) runs.delete(run);
  const between = [...runs.values()].map(({ id, createdAt }) => ({ run: id, at: createdAt }));
  for (const one of sortSoftBounces(between.filter((other) => isBetween(other, list)))) {
    if (await wasAccepted(ports, runs.get(one.run)!, s.id)) return one;
  }
  return undefined;
}

/** True if the run's letter to this subscriber was accepted and did not bounce. A skipped or refused copy does not end the row. */
async function wasAccepted({ ledger }: Ports, run: Run, member: string): Promise<boolean> {
  // A compacted run has no positions any more. A letter that did not come back in the whole retention time counts as arrived.
  if (run.folded) return run.folded.counts.accepted > 0;
  const batch = await findBatch(ledger, run, member);
  if (!batch) return false;
  const position = batch.members.indexOf(member);
  return batch.outcomes.accepted.has(position) && !batch.outcomes.bounced.has(position);
}
