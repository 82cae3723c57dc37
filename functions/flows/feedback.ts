/** Feedback: what SES tells of many messages, folded into one write per batch; who bounced for good or complained is barred. */
import type { BatchRef, OutcomeSet } from '../domain/batch.ts';
import { isBroadsheetError } from '../domain/error.ts';
import type { Feedback } from '../domain/ses-event.ts';
import { alarm } from './alarm.ts';
import { barSubscriber } from './bar-subscriber.ts';
import { changeRun } from './change-run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

export type FeedbackPorts = Pick<
  DeliveryPorts,
  | 'ledger'
  | 'subscribers'
  | 'suppressions'
  | 'secrets'
  | 'counts'
  | 'publication'
  | 'clock'
  | 'doorbell'
  | 'random'
  | 'log'
>;

type Folded = { ref: BatchRef; events: readonly Feedback[] };

/**
 * Any number of times, in any order, of runs nobody knows: each event says the same every time. Returns the events whose batch
 * could not be written: they are to come again.
 */
export async function feedback(ports: FeedbackPorts, events: readonly Feedback[]): Promise<Feedback[]> {
  const failed: Feedback[] = [];
  for (const folded of foldByBatch(events)) {
    try {
      await recordBatch(ports, folded);
    } catch (error) {
      if (!isBroadsheetError(error) || error.code !== 'unavailable') throw error;
      failed.push(...folded.events);
    }
  }
  return failed;
}

function foldByBatch(events: readonly Feedback[]): Folded[] {
  const groups = Map.groupBy(events, ({ ref }) => `${ref.run} ${ref.id}`);
  return [...groups.values()].map((group) => ({ ref: group[0]!.ref, events: group }));
}

async function recordBatch(ports: FeedbackPorts, { ref, events }: Folded): Promise<void> {
  const positions = (...kinds: Feedback['kind'][]) => [
    ...new Set(events.filter(({ kind }) => kinds.includes(kind)).map(({ position }) => position)),
  ];
  const all: Partial<Record<OutcomeSet, number[]>> = {
    // Whatever bounced or was complained about had been accepted, also where the event that said so was lost.
    accepted: positions('accepted', 'bounced', 'complained'),
    rejected: positions('rejected'),
    bounced: positions('bounced'),
    complained: positions('complained'),
  };
  const outcomes = Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0));
  await ports.ledger.record(ref, outcomes);
  if (events.some(({ bar }) => bar)) await barMembers(ports, ref, events);
  const refused = events.find(({ policy }) => policy);
  if (refused) await pauseForPolicy(ports, ref.run, refused.reason);
}

async function barMembers(ports: FeedbackPorts, ref: BatchRef, events: readonly Feedback[]): Promise<void> {
  const batch = await ports.ledger.batch(ref);
  for (const { bar, kind, position, reason } of events) {
    const member = batch?.members[position];
    if (!bar || member === undefined) continue;
    await barSubscriber(ports, member, kind === 'complained' ? 'complained' : 'bounced', reason);
  }
}

const POLICY = 'Mailboxes refuse letters by their policy';
const REMEDY = 'Check SPF, DKIM and DMARC of the sender, and its reputation, before the run is resumed.';

/** Everybody at that provider would be refused alike, and each refusal costs reputation. */
async function pauseForPolicy(ports: FeedbackPorts, id: string, code: string): Promise<void> {
  const found = await ports.ledger.run(id);
  if (found?.state !== 'sending') return;
  const message = `${POLICY} (${code}).`;
  await alarm(ports, { run: found, what: 'policy', message, remedy: REMEDY, command: `resume ${id}` });
  await changeRun(ports, id, (run) =>
    run.state === 'sending'
      ? { ...run, state: 'paused', until: undefined, reason: `${message} ${REMEDY}` }
      : undefined,
  );
}
