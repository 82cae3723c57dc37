/** The SDK's client for SES: messages and the quota. The first call loads this file, because the SDK is most of a function's start. */
import { GetSendQuotaCommand, type MessageTag, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { Message } from '../../domain/delivery/mailer.ts';

export type Client = {
  /** Returns the message's id. Throws the SDK's errors. */
  send(message: Message, configurationSet: string | undefined): Promise<string>;
  quota(): Promise<{ perDay: number; perSecond: number; sentLastDay: number }>;
  close(): void;
};

/** Region, credentials and endpoint (AWS_REGION, AWS_ENDPOINT_URL_SES …) are read by the SDK. `timeout`: milliseconds. */
export function openClient(timeout: number, connections: number): Client {
  const client = new SESClient({
    // SES has no idempotency token: a retry after a lost answer is a second copy.
    maxAttempts: 1,
    requestHandler: {
      requestTimeout: timeout,
      throwOnRequestTimeout: true,
      connectionTimeout: timeout / 2,
      httpsAgent: { maxSockets: connections },
      httpAgent: { maxSockets: connections },
    },
  });
  return {
    send: async (message, set) => (await client.send(commandOf(message, set))).MessageId ?? '',
    async quota() {
      const answer = await client.send(new GetSendQuotaCommand({}));
      const {
        Max24HourSend: perDay = 0,
        MaxSendRate: perSecond = 0,
        SentLast24Hours: sentLastDay = 0,
      } = answer;
      return { perDay, perSecond, sentLastDay };
    },
    close: () => client.destroy(),
  };
}

function commandOf({ from, to, raw, tags, feedback }: Message, configurationSet: string | undefined) {
  const named: MessageTag[] = Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));
  // SES writes these two into Feedback-ID, though other tag names may hold no colon (seen in mozilla/fxa and supabase).
  const own = [
    { Name: 'ses:feedback-id-a', Value: feedback.a },
    { Name: 'ses:feedback-id-b', Value: feedback.b },
  ];
  return new SendRawEmailCommand({
    Source: from,
    Destinations: [to],
    RawMessage: { Data: raw },
    Tags: [...named, ...own.filter(({ Value }) => Value !== '')],
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
  });
}
