/** Doorbells (wake-up messages) in SQS: one queue for each kind of work. A message says only that there is some. */
import type { Doorbell, DoorbellWork } from '../../domain/ledger/ledger.ts';
import { callJson, type RequestSettings, signedRequests } from './requests.ts';

/** The URL of each queue. There is no setting for an endpoint, because the URL of an emulator's queue names its host. */
export type Queues = Readonly<Record<DoorbellWork['kind'], string>>;

/** `ring` throws `unavailable`. Callers that can do without catch the error, because the tick rings for every live run. */
export function createQueueDoorbell(queues: Queues, settings: RequestSettings): Doorbell {
  const requests = signedRequests('sqs', settings);
  return {
    async ring(work) {
      const QueueUrl = queues[work.kind];
      const url = new URL('/', QueueUrl).href;
      const call = { url, target: 'AmazonSQS.SendMessage', version: '1.0' } as const;
      await callJson(requests, call, { QueueUrl, MessageBody: JSON.stringify(work) });
    },
  };
}
