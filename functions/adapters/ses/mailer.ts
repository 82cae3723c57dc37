/** A mailer over Amazon SES: SendRawEmail, once and never again, with every outcome told apart. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import type { Mailer, Message } from '../../domain/delivery/mailer.ts';
import type { Client } from './client.ts';
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
  load?: typeof loadSes;
};

const TIMEOUT = 10_000;
/** At SES's 50–150 ms a message, so many at once keep up with 200 a second where one process sends alone. */
const CONCURRENCY = 50;

/** The SDK: most ticks, planners and events of SES open a mailer and send nothing. A function that will send loads it early. */
export const loadSes = () => import('./client.ts');

export function createSesMailer({
  configurationSets,
  timeout = TIMEOUT,
  clock,
  identity,
  load = loadSes,
}: SesSettings): Mailer {
  let opened: Promise<Client> | undefined;
  const open = () => {
    opened ??= openWith(load, timeout).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const quota = createQuota(async () => (await open()).quota(), clock);
  return {
    name: 'ses',
    concurrency: CONCURRENCY,
    async send(message) {
      let client: Client;
      try {
        client = await open();
      } catch (error) {
        // Nothing was handed over, so the message may be tried again.
        return { kind: 'throttled', reason: `The SDK for SES cannot be loaded (${(error as Error).name}).` };
      }
      try {
        const id = await client.send(message, configurationSets[message.stream]);
        quota.count();
        return { kind: 'accepted', id };
      } catch (error) {
        return outcomeOf(error, message);
      }
    },
    quota: () => quota.read(),
    ...(identity && { owns: createOwnership(identity, clock) }),
    close: async () => (await opened)?.close(),
  };
}

const openWith = async (load: typeof loadSes, timeout: number): Promise<Client> =>
  (await load()).openClient(timeout, CONCURRENCY);
