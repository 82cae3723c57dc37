/** Opens the mailer that MAILER names. */
import { join } from 'node:path';
import { openOutboxFile } from '../../adapters/sqlite/outbox/database.ts';
import { createOutboxMailer } from '../../adapters/sqlite/outbox/mailer.ts';
import { createOutbox } from '../../adapters/sqlite/outbox/outbox.ts';
import type { Mailer, MailerName } from '../../domain/delivery/mailer.ts';
import type { Outbox } from '../../domain/delivery/outbox.ts';
import { loadLetter } from '../../flows/letters/frozen-letters.ts';
import { type Leases, leasesFor } from '../leases.ts';
import type { LocalParts } from './local.ts';

export type OpenedMailer = {
  mailer: Mailer;
  outbox: Outbox | undefined;
  settings: Leases;
};

type Opened = Omit<OpenedMailer, 'settings'>;

/** Constructors by name, each of which loads only its own package. */
const MAILER_OPENERS: Readonly<Record<MailerName, (local: LocalParts) => Opened | Promise<Opened>>> = {
  outbox: ({ config, blobs }) => {
    const file = openOutboxFile(join(config.dataDir, 'outbox.db'));
    return {
      mailer: createOutboxMailer(file),
      outbox: createOutbox(file, (hash) => loadLetter(blobs, hash)),
    };
  },
  smtp: async ({ config }) => {
    const { createSmtpMailer } = await import('../../adapters/smtp/mailer.ts');
    const connections = config.smtpConnections;
    const mailer = createSmtpMailer(config.smtpUrl!, connections === undefined ? {} : { connections });
    return { mailer, outbox: undefined };
  },
  ses: async ({ config, clock }) => {
    const { createSesMailer } = await import('../../adapters/ses/mailer.ts');
    const identity = async (name: string) => {
      const { openAccount } = await import('../../adapters/ses/account.ts');
      const { openSesIdentity } = await import('../ses-identity.ts');
      return openSesIdentity(await openAccount())(name);
    };
    return {
      mailer: createSesMailer({ configurationSets: config.sesSets, clock, identity }),
      outbox: undefined,
    };
  },
};

export async function openMailer(local: LocalParts): Promise<OpenedMailer> {
  return { ...(await MAILER_OPENERS[local.config.mailer](local)), settings: leasesFor(local) };
}
