/** What each function of delivery does with an event: one row a doorbell, a tick, a handful of events. */
import type { Work } from '../domain/ledger.ts';
import { METRICS } from '../domain/metrics.ts';
import { type Feedback, readSesEvent } from '../domain/ses-event.ts';
import { deliver } from '../flows/deliver.ts';
import { feedback } from '../flows/feedback.ts';
import { deliverNotices } from '../flows/notices.ts';
import { plan } from '../flows/plan.ts';
import { ringLive } from '../flows/ring-live.ts';
import { sentence } from '../flows/sentence.ts';
import { tick } from '../flows/tick.ts';
import { announceOnce } from './announce.ts';
import { journal } from './journal.ts';
import { openStage } from './stage.ts';
import { openStageDelivery, type StageDelivery } from './stage-delivery.ts';

export type LambdaContext = { getRemainingTimeInMillis(): number };
export type QueueEvent = { Records: { messageId: string; body: string }[] };
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: those come again, the others do not. */
export type QueueAnswer = { batchItemFailures: { itemIdentifier: string }[] };

const open = openStageDelivery(openStage(process.env, journal.log), journal.count);

async function opened(context: LambdaContext): Promise<StageDelivery> {
  const delivery = await open();
  await delivery.begin(Date.now() + context.getRemainingTimeInMillis());
  return delivery;
}

export async function tickNow(context: LambdaContext): Promise<void> {
  const { ports } = await opened(context);
  await tick(ports);
  journal.count({ [METRICS.liveRuns]: await ringLive(ports) });
  await announceOnce(ports).catch((error: unknown) => journal.log(`WebSub: ${sentence(error)}`));
}

/** One message fails alone. */
async function eachRecord(
  { Records }: QueueEvent,
  work: (body: string) => Promise<void>,
): Promise<QueueAnswer> {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    try {
      await work(body);
    } catch (error) {
      journal.log(`A doorbell could not be answered: ${sentence(error)}`);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** What is left at the deadline rings again, at once: nobody waits for the next tick. */
const ringing =
  (work: (delivery: StageDelivery, run: string) => Promise<void>, kind: 'plan' | 'deliver') =>
  async (event: QueueEvent, context: LambdaContext): Promise<QueueAnswer> => {
    const delivery = await opened(context);
    return eachRecord(event, async (body) => {
      const { run } = JSON.parse(body) as Extract<Work, { run: string }>;
      if (typeof run !== 'string') throw new Error('a doorbell names no run');
      await work(delivery, run);
      if (delivery.ports.stop()) await delivery.ports.doorbell.ring({ kind, run });
    });
  };

export const planRung = ringing(({ ports }, run) => plan(ports, run), 'plan');
export const deliverRung = ringing(async ({ ports }, run) => {
  await deliver(ports, run);
}, 'deliver');

export async function noticesRung(event: QueueEvent, context: LambdaContext): Promise<QueueAnswer> {
  const { ports } = await opened(context);
  return eachRecord(event, async () => {
    await deliverNotices(ports);
    if (ports.stop()) await ports.doorbell.ring({ kind: 'notices' });
  });
}

export async function feedbackCame({ Records }: QueueEvent, context: LambdaContext): Promise<QueueAnswer> {
  const { ports } = await opened(context);
  const read = new Map<Feedback, string>();
  const failed: string[] = [];
  for (const { messageId, body } of Records) {
    try {
      const event = readSesEvent(body);
      if (event) read.set(event, messageId);
    } catch (error) {
      journal.log(`An event could not be read: ${sentence(error)}`);
      failed.push(messageId);
    }
  }
  const again = await feedback(ports, [...read.keys()]);
  failed.push(...again.map((event) => read.get(event)!));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
