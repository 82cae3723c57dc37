/** The Lambda handlers of delivery, one for each entry: doorbells (wake-ups), the tick, and events of the provider. */

import { readSesEvent } from '../../adapters/ses/event.ts';
import { loadSes } from '../../adapters/ses/mailer.ts';
import { METRICS } from '../../domain/account/metrics.ts';
import type { Feedback } from '../../domain/delivery/feedback.ts';
import { recordFeedback } from '../../flows/delivery/feedback.ts';
import { deliverNotices } from '../../flows/delivery/notices.ts';
import { wakeLiveRuns } from '../../flows/delivery/wake-live-runs.ts';
import { deliverInTurns, planInTurns } from '../../flows/delivery/worker-loop.ts';
import { errorText } from '../../flows/log-text.ts';
import { tickOncePublished } from '../../flows/schedule/tick.ts';
import { announceOnce } from '../announce.ts';
import { journal } from './function-log.ts';
import { openStage } from './stage.ts';
import { openStageDelivery, type StageDelivery } from './stage-delivery.ts';

export type LambdaContext = { getRemainingTimeInMillis(): number };
export type QueueEvent = { Records: { messageId: string; body: string }[] };
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: those come again, the others do not. */
export type QueueAnswer = { batchItemFailures: { itemIdentifier: string }[] };

const stage = openStage(process.env, journal.log);
const open = openStageDelivery(stage, journal.count);

/** Loads the SDK while the parameters are read. A failure is ignored here: the first message tries again, and reports it. */
const prepareToSend = () => void loadSes().catch(() => {});

async function opened(context: LambdaContext): Promise<StageDelivery> {
  const delivery = await open();
  await delivery.begin(Date.now() + context.getRemainingTimeInMillis());
  return delivery;
}

/** What cannot be heard today is as it was: two workers, or what was heard before. */
async function askConcurrency(): Promise<number | undefined> {
  try {
    return await (await import('./stage-account.ts')).openStageAccount().concurrency();
  } catch (error) {
    journal.log(`Concurrency: ${errorText(error)}`);
    return undefined;
  }
}

export async function tickNow(context: LambdaContext): Promise<void> {
  const { ports } = await opened(context);
  if (!(await tickOncePublished(ports, stage.pointers)))
    return journal.log('Nothing is published yet, so this tick has nothing to do.');
  journal.count({ [METRICS.liveRuns]: await wakeLiveRuns(ports, askConcurrency) });
  await announceOnce(ports).catch((error: unknown) => journal.log(`WebSub: ${errorText(error)}`));
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
      journal.log(`A doorbell could not be answered: ${errorText(error)}`);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** A doorbell says only that there is work: its worker picks the run. What an older one names is not looked at. */
const ringing =
  (work: (ports: StageDelivery['ports']) => Promise<void>, prepare = () => {}) =>
  async (event: QueueEvent, context: LambdaContext): Promise<QueueAnswer> => {
    prepare();
    const { ports } = await opened(context);
    return eachRecord(event, async (body) => {
      JSON.parse(body);
      await work(ports);
    });
  };

export const planRung = ringing(planInTurns);
export const deliverRung = ringing(deliverInTurns, prepareToSend);

export async function noticesRung(event: QueueEvent, context: LambdaContext): Promise<QueueAnswer> {
  prepareToSend();
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
      journal.log(`An event could not be read: ${errorText(error)}`);
      failed.push(messageId);
    }
  }
  const again = await recordFeedback(ports, [...read.keys()]);
  failed.push(...again.map((event) => read.get(event)!));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
