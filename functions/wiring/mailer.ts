/** The mailer that MAILER names. */
import { join } from 'node:path';
import { openOutboxFile } from '../adapters/outbox/database.ts';
import { createOutboxMailer } from '../adapters/outbox/mailer.ts';
import { createOutbox } from '../adapters/outbox/outbox.ts';
import { MINUTE, SECOND } from '../domain/instant.ts';
import type { Mailer } from '../domain/mailer.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { DeliverySettings } from '../flows/delivery-ports.ts';
import { thaw } from '../flows/freeze.ts';
import type { Local } from './local.ts';

export type OpenedMailer = {
  mailer: Mailer;
  outbox: Outbox | undefined;
  /** Leases and graces fit how long this mailer may take over a message. */
  settings: Pick<DeliverySettings, 'lease' | 'grace' | 'unknowns'>;
};

/** Only the chosen mailer's package is loaded. */
export async function openMailer({ config, blobs, clock }: Local): Promise<OpenedMailer> {
  if (config.mailer === 'smtp') {
    const { createSmtpMailer } = await import('../adapters/smtp/mailer.ts');
    // Half a minute to wait for a connection, another to open it, then the commands before the message; there is no evidence to wait for.
    const settings = { lease: 3 * MINUTE, grace: 5 * MINUTE, unknowns: 'skip' } as const;
    const connections = config.smtpConnections;
    const mailer = createSmtpMailer(config.smtpUrl!, connections === undefined ? {} : { connections });
    return { mailer, outbox: undefined, settings };
  }
  if (config.mailer === 'ses') {
    const { createSesMailer } = await import('../adapters/ses/mailer.ts');
    // On one machine no events come back from SES: nothing would ever prove a message.
    const settings = { lease: MINUTE, grace: 3 * MINUTE, unknowns: 'skip' } as const;
    return {
      mailer: createSesMailer({ configurationSets: config.sesSets, clock }),
      outbox: undefined,
      settings,
    };
  }
  const file = openOutboxFile(join(config.dataDir, 'outbox.db'));
  const settings = { lease: 20 * SECOND, grace: 30 * SECOND, unknowns: 'resend' } as const;
  return {
    mailer: createOutboxMailer(file),
    outbox: createOutbox(file, (hash) => thaw(blobs, hash)),
    settings,
  };
}
