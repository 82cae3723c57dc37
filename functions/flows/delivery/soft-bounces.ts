/** Readers whose soft bounces never end: after so many letters in a row they are set aside, and nothing bars their address. */
import type { Run, RunState } from '../../domain/ledger/run.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import {
  isBetween,
  newestFirst,
  SOFT_BOUNCES,
  since,
  withSoftBounce,
} from '../../domain/subscribers/soft-bounce.ts';
import type { SoftBounce, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { setAside } from '../../domain/subscribers/subscription-rules.ts';
import { DAY } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { findBatch } from '../ledger/find-batch.ts';
import { changeSubscriber, countEvent } from '../subscribers/change-subscriber.ts';

type Ports = Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'counts' | 'publication' | 'clock'>;

/**
 * A letter of a run came back from its reader for now. Any number of times, in any order, it is one. The rows of those whose
 * letters arrive are never written: whether one arrived in between is asked of the ledger, once the last SOFT_BOUNCES came back.
 * Notices do not count. Throws `unavailable`.
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
    s?.status === 'active' ? withSoftBounce(s, one) : undefined,
  );
  if (after?.status !== 'active' || (after.softBounces?.length ?? 0) < SOFT_BOUNCES) return;
  const taken = await lastTaken(ports, after);
  if (taken) await beginAnew(ports, after.id, taken);
  else await putAside(ports, after, reason);
}

/** Nothing is written where somebody wrote in between: the event that did so looks again. */
async function putAside(ports: Ports, seen: Subscriber, reason: string): Promise<void> {
  const why = `${SOFT_BOUNCES} letters in a row came back: ${reason}`;
  const { before, changed } = await changeSubscriber(ports, seen.id, (s) =>
    s?.status === 'active' && isSame(s, seen) ? setAside(s, why, ports.clock()) : undefined,
  );
  if (before && changed)
    await countEvent(ports, 'bounced', { newsletters: before.newsletters, source: before.consent.source });
}

const isSame = (a: Subscriber, b: Subscriber): boolean =>
  JSON.stringify(a.softBounces) === JSON.stringify(b.softBounces);

/** SES tries for fourteen hours at most: a letter that was taken a day ago, and did not come back, has arrived. */
const SETTLED = DAY;

/** Spares the next letter that comes back the same look. */
async function beginAnew(ports: Ports, id: string, taken: SoftBounce): Promise<void> {
  if (ports.clock() - taken.at < SETTLED) return;
  await changeSubscriber(ports, id, (s) => (s?.softBounces ? since(s, taken) : undefined));
}

/** States of runs that may have reached somebody. */
const BEGUN: readonly RunState[] = ['sending', 'paused', 'done', 'cancelled'];
/** Of each newsletter; who reads ten dailies has seven soft bounces within fewer. */
const LOOKED_AT = 100;

/** The newest letter between those that came back that was taken and stayed; undefined: they are in a row. */
async function lastTaken(ports: Ports, s: Subscriber): Promise<SoftBounce | undefined> {
  const list = s.softBounces ?? [];
  const runs = new Map<string, Run>();
  for (const newsletter of s.newsletters) {
    const found = await ports.ledger.runs({ newsletter, states: BEGUN, limit: LOOKED_AT });
    for (const run of found) runs.set(run.id, run);
  }
  for (const { run } of list) runs.delete(run);
  const between = [...runs.values()].map(({ id, createdAt }) => ({ run: id, at: createdAt }));
  for (const one of newestFirst(between.filter((other) => isBetween(other, list)))) {
    if (await wasTaken(ports, runs.get(one.run)!, s.id)) return one;
  }
  return undefined;
}

/** Who was set aside, left out or refused got nothing: that ends no row. */
async function wasTaken({ ledger }: Ports, run: Run, member: string): Promise<boolean> {
  // Nobody knows any more; a letter that did not come back in all that time has arrived.
  if (run.folded) return run.folded.counts.accepted > 0;
  const batch = await findBatch(ledger, run, member);
  if (!batch) return false;
  const position = batch.members.indexOf(member);
  return batch.outcomes.accepted.has(position) && !batch.outcomes.bounced.has(position);
}
