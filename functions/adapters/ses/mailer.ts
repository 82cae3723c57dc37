/** A mailer over Amazon SES: SendRawEmail, once and never again, with every outcome told apart. */
import { type MessageTag, SESClient, type SESClientConfig, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { SendingAccount } from '../../domain/account.ts';
import type { Mailer, Message } from '../../domain/mailer.ts';
import { outcomeOf } from './outcome.ts';
import { createOwnership } from './ownership.ts';
import { createQuota } from './quota.ts';

export type SesSettings = {
  /** Configuration sets; undefined: none. */
  configurationSets: Partial<Record<Message['stream'], string>>;
  /** Milliseconds; a little above what nearly every answer takes. */
  timeout?: number;
  clock: () => number;
  /** Of SES v2, by name; absent: nobody is asked whose a domain is. */
  identity?: SendingAccount['identity'];
};

const TIMEOUT = 10_000;
/** At SES's 50–150 ms a message, so many at once keep up with 200 a second where one process sends alone. */
const CONCURRENCY = 50;

/** Region, credentials and endpoint (AWS_REGION, AWS_ENDPOINT_URL_SES …) are read by the SDK, as everywhere. */
export function createSesMailer({
  configurationSets,
  timeout = TIMEOUT,
  clock,
  identity,
}: SesSettings): Mailer {
  const config: SESClientConfig = {
    // SES has no idempotency token: a retry after a lost answer is a second copy.
    maxAttempts: 1,
    requestHandler: {
      requestTimeout: timeout,
      throwOnRequestTimeout: true,
      connectionTimeout: timeout / 2,
      httpsAgent: { maxSockets: CONCURRENCY },
      httpAgent: { maxSockets: CONCURRENCY },
    },
  };
  const client = new SESClient(config);
  const quota = createQuota(client, clock);
  return {
    name: 'ses',
    concurrency: CONCURRENCY,
    async send(message) {
      try {
        const { MessageId } = await client.send(commandOf(message, configurationSets[message.stream]));
        quota.count();
        return { kind: 'accepted', id: MessageId ?? '' };
      } catch (error) {
        return outcomeOf(error, message);
      }
    },
    quota: () => quota.read(),
    ...(identity && { owns: createOwnership(identity, clock) }),
    close: async () => client.destroy(),
  };
}

function commandOf({ from, to, raw, tags, feedback }: Message, configurationSet: string | undefined) {
  const named: MessageTag[] = Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));
  // SES writes these two into Feedback-ID, though other tag names may hold no colon (FACTS §1.4).
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
