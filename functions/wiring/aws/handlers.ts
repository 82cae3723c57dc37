/** The Lambda handlers of delivery: for a tick, for the doorbells of queues, and for SES's events. */

import { readSesEvent } from '../../adapters/ses/event.ts';
import { loadSesClient } from '../../adapters/ses/mailer.ts';
import { METRICS } from '../../domain/account/metrics.ts';
import type { Feedback } from '../../domain/delivery/feedback.ts';
import { recordFeedback } from '../../flows/delivery/feedback.ts';
import { deliverNotices } from '../../flows/delivery/notices.ts';
import { wakeLiveRuns } from '../../flows/delivery/wake-live-runs.ts';
import { deliverInTurns, planInTurns } from '../../flows/delivery/worker-loop.ts';
import { errorText } from '../../flows/log-text.ts';
import { tickOncePublished } from '../../flows/schedule/tick.ts';
import { announceOnce } from '../announce.ts';
import { functionLog } from './function-log.ts';
import { openStage } from './stage.ts';
import { openStageDelivery, type StageDelivery } from './stage-delivery.ts';

export type LambdaContext = { getRemainingTimeInMillis(): number };
export type QueueEvent = { Records: { messageId: string; body: string }[] };
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: SQS delivers the listed messages again. */
export type QueueAnswer = { batchItemFailures: { itemIdentifier: string }[] };

const stage = openStage(process.env, functionLog.log);
const openDeliveryOnce = openStageDelivery(stage, functionLog.count);

/** Loads the SDK while the parameters are read. A failure is ignored here: the first message tries again, and reports it. */
const prepareToSend = () => void loadSesClient().catch(() => {});

async function openInvocation(context: LambdaContext): Promise<StageDelivery> {
  const delivery = await openDeliveryOnce();
  await delivery.begin(Date.now() + context.getRemainingTimeInMillis());
  return delivery;
}

/** Functions that may run at once. undefined if AWS does not answer: the last known number, or two workers, stays. */
async function askConcurrency(): Promise<number | undefined> {
  try {
    return await (await import('./stage-account.ts')).openStageAccount().concurrency();
  } catch (error) {
    functionLog.log(`Concurrency: ${errorText(error)}`);
    return undefined;
  }
}

export async function onTick(context: LambdaContext): Promise<void> {
  const { ports } = await openInvocation(context);
  if (!(await tickOncePublished(ports, stage.pointers)))
    return functionLog.log('Nothing is published yet, so this tick has nothing to do.');
  functionLog.count({ [METRICS.liveRuns]: await wakeLiveRuns(ports, askConcurrency) });
  await announceOnce(ports).catch((error: unknown) => functionLog.log(`WebSub: ${errorText(error)}`));
}

/** Answers each queue message by itself, so that one failure does not repeat the other messages. */
async function answerRecords(
  { Records }: QueueEvent,
  work: (body: string) => Promise<void>,
): Promise<QueueAnswer> {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    try {
      await work(body);
    } catch (error) {
      functionLog.log(`A doorbell could not be answered: ${errorText(error)}`);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** A doorbell says only that there is work: its worker picks the run. A run that an older doorbell names is ignored. */
const createDoorbellHandler =
  (work: (ports: StageDelivery['ports']) => Promise<void>, prepare = () => {}) =>
  async (event: QueueEvent, context: LambdaContext): Promise<QueueAnswer> => {
    prepare();
    const { ports } = await openInvocation(context);
    return answerRecords(event, async (body) => {
      JSON.parse(body);
      await work(ports);
    });
  };

export const onPlan = createDoorbellHandler(planInTurns);
export const onDeliver = createDoorbellHandler(deliverInTurns, prepareToSend);

export async function onNotices(event: QueueEvent, context: LambdaContext): Promise<QueueAnswer> {
  prepareToSend();
  const { ports } = await openInvocation(context);
  return answerRecords(event, async () => {
    await deliverNotices(ports);
    if (ports.stop()) await ports.doorbell.ring({ kind: 'notices' });
  });
}

export async function onFeedback({ Records }: QueueEvent, context: LambdaContext): Promise<QueueAnswer> {
  const { ports } = await openInvocation(context);
  const read = new Map<Feedback, string>();
  const failed: string[] = [];
  for (const { messageId, body } of Records) {
    try {
      const event = readSesEvent(body);
      if (event) read.set(event, messageId);
    } catch (error) {
      functionLog.log(`An event could not be read: ${errorText(error)}`);
      failed.push(messageId);
    }
  }
  const again = await recordFeedback(ports, [...read.keys()]);
  failed.push(...again.map((event) => read.get(event)!));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
