/** The mailer over Amazon SES: sends each message once by SendRawEmail, without retry, and tells all outcomes apart. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import type { Mailer, Message } from '../../domain/delivery/mailer.ts';
import type { Client } from './client.ts';
import { outcomeOf } from './outcome.ts';
import { createOwnership } from './ownership.ts';
import { createQuota } from './quota.ts';

export type SesSettings = {
  /** Configuration sets by stream; a missing one is not used. */
  configurationSets: Partial<Record<Message['stream'], string>>;
  /** Milliseconds; longer than nearly every answer takes. */
  timeout?: number;
  clock: () => number;
  /** Reads an identity from SES v2 by name. If absent, the mailer cannot tell who owns a domain. */
  identity?: SendingAccount['identity'];
  load?: typeof loadSes;
};

const TIMEOUT = 10_000;
/** Messages under way at once. At SES's 50–150 ms each they reach 200 a second in one process. */
const CONCURRENCY = 50;

/** Loads the SDK. Most ticks, planners and events of SES open a mailer and send nothing; a function that will send loads it early. */
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
        // Nothing was handed over, so a further attempt is safe.
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
