/**
 * Records feedback: the provider's events (from a queue on AWS, where other providers call a webhook), with one write for each batch. A
 * hard bounce or complaint suppresses the address. An event decides about its own recipient only; its run is judged by its shares of
 * bounces and complaints (circuit-breaker.ts).
 */
import { type Feedback, isHarmless } from '../../domain/delivery/feedback.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { runInParallel } from '../../domain/in-parallel.ts';
import type { BatchRef, OutcomeSet } from '../../domain/ledger/batch.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { countRefusal } from '../notices/notice-trouble.ts';
import { tripBreakerSometimes } from '../schedule/circuit-breaker.ts';
import { handleRefusedAddress, suppressSubscriber } from '../subscribers/suppress-subscriber.ts';
import { countSoftBounce } from './soft-bounces.ts';

export type FeedbackPorts = Pick<
  DeliveryPorts,
  | 'ledger'
  | 'subscribers'
  | 'suppressions'
  | 'secrets'
  | 'counts'
  | 'limits'
  | 'publication'
  | 'clock'
  | 'doorbell'
  | 'random'
  | 'log'
>;

/** Batches written at once; each is a row of its own. At 5 ms a write, 1,000 events of as many batches take a third of a second. */
const BATCHES_AT_ONCE = 16;
/** Subscribers changed at once within a batch: 64 requests in all, where the client has a hundred sockets. */
const SUBSCRIBERS_AT_ONCE = 4;

type EventsOfBatch = { ref: BatchRef; events: readonly Feedback[] };

/**
 * Idempotent: events may come repeatedly, in any order, and of unknown runs. Returns the events whose batch could not be written, or whose
 * run could not be judged (`unavailable`); the caller must hand them in again.
 */
export async function recordFeedback(ports: FeedbackPorts, events: readonly Feedback[]): Promise<Feedback[]> {
  const failed: Feedback[] = [];
  await runInParallel(groupByBatch(events), BATCHES_AT_ONCE, async (group) => {
    try {
      await recordBatch(ports, group);
    } catch (error) {
      if (!isBroadsheetError(error) || error.code !== 'unavailable') throw error;
      failed.push(...group.events);
    }
  });
  const unchecked = await checkRuns(ports, events);
  return [...new Set([...failed, ...unchecked])];
}

function groupByBatch(events: readonly Feedback[]): EventsOfBatch[] {
  const groups = Map.groupBy(events, ({ ref }) => `${ref.run} ${ref.id}`);
  return [...groups.values()].map((group) => ({ ref: group[0]!.ref, events: group }));
}

/** A bounce that is hard in one event and soft in another is hard. */
function findSoftBounces(events: readonly Feedback[]): number[] {
  const hard = new Set(events.filter((one) => one.bar || one.policy).map(({ position }) => position));
  const found = events.filter(isHarmless).map(({ position }) => position);
  return [...new Set(found)].filter((position) => !hard.has(position));
}

/**
 * Hard bounces, complaints and policy refusals may harm the sender's reputation, so each of their runs is judged as a whole. Returns the
 * events that must be handed in again.
 */
async function checkRuns(ports: FeedbackPorts, events: readonly Feedback[]): Promise<Feedback[]> {
  const failed: Feedback[] = [];
  const harmful = events.filter(({ bar, policy }) => bar || policy);
  for (const [run, group] of Map.groupBy(harmful, ({ ref }) => ref.run)) {
    const refused = group.find(({ policy }) => policy) ?? group[0]!;
    try {
      await tripBreakerSometimes(ports, run, refused.reason);
    } catch (error) {
      if (!isBroadsheetError(error) || error.code !== 'unavailable') throw error;
      failed.push(...group);
    }
  }
  return failed;
}

async function recordBatch(ports: FeedbackPorts, { ref, events }: EventsOfBatch): Promise<void> {
  const positions = (...kinds: Feedback['kind'][]) => [
    ...new Set(events.filter(({ kind }) => kinds.includes(kind)).map(({ position }) => position)),
  ];
  const all: Partial<Record<OutcomeSet, number[]>> = {
    // A copy that bounced or drew a complaint had been accepted, even where the event about the acceptance was lost.
    accepted: positions('accepted', 'bounced', 'complained'),
    rejected: positions('rejected'),
    bounced: positions('bounced'),
    complained: positions('complained'),
    soft: findSoftBounces(events),
  };
  const outcomes = Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0));
  await ports.ledger.record(ref, outcomes);
  if (events.some((event) => event.bar || isCounted(event))) await changeSubscribers(ports, ref, events);
}

/**
 * True for a soft bounce that counts against the mailbox: the mailbox cannot take letters now, or its side refuses the sender. `soft` is
 * false where the letter is at fault or the answer is an automatic reply.
 */
const isCounted = ({ kind, bar, soft }: Feedback): boolean => kind === 'bounced' && !bar && soft !== false;

async function changeSubscribers(
  ports: FeedbackPorts,
  ref: BatchRef,
  events: readonly Feedback[],
): Promise<void> {
  const batch = await ports.ledger.batch(ref);
  const confirmation = batch?.notice?.kind === 'confirm';
  const applyEvents = async (member: string, received: readonly Feedback[]): Promise<void> => {
    for (const event of received) {
      const { bar, kind, reason } = event;
      if (bar && kind === 'complained') await suppressSubscriber(ports, member, 'complained', reason);
      else if (bar) {
        if (await handleRefusedAddress(ports, member, reason, { confirmation })) await countRefusal(ports);
      } else if (isCounted(event)) await countSoftBounce(ports, member, ref.run, reason);
    }
  };
  const byMember = Map.groupBy(events, ({ position }) => batch?.members[position]);
  await runInParallel(byMember, SUBSCRIBERS_AT_ONCE, async ([member, received]) => {
    if (member !== undefined) await applyEvents(member, received);
  });
}
