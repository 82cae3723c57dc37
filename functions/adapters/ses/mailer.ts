/** The mailer over Amazon SES: SendRawEmail, once and without retries, with all outcomes told apart. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import type { Mailer, Message } from '../../domain/delivery/mailer.ts';
import type { Client } from './client.ts';
import { outcomeOf } from './outcome.ts';
import { createOwnership } from './ownership.ts';
import { createQuota } from './quota.ts';

export type SesSettings = {
  /** Configuration sets by stream; undefined for none. */
  configurationSets: Partial<Record<Message['stream'], string>>;
  /** Milliseconds, a little more than nearly every answer takes. */
  timeout?: number;
  clock: () => number;
  /** Looks up an identity in SES v2 by name; absent: the ownership of domains is not checked. */
  identity?: SendingAccount['identity'];
  load?: typeof loadSes;
};

const TIMEOUT = 10_000;
/** At SES's 50–150 ms a message, this many at once reach 200 a second from one process. */
const CONCURRENCY = 50;

/**
 * Loads the SDK lazily, because most ticks, planners and receivers open a mailer and send nothing. A function that will send loads it
 * early.
 */
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
        // The message was not handed over, so it may be attempted again.
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
