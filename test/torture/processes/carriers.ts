/** Who carries the mail, and counts what it accepted: a file, or a server in this process, which is never killed. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Fault, fakeSes } from '../../support/fakes/fake-ses.ts';
import { fakeSmtp, type SmtpFault } from '../../support/fakes/fake-smtp.ts';

/** One copy that somebody got. */
export type Copy = { to: string; run: string; batch: string; position: number; attempt: number };

export type Carrier = {
  name: 'outbox' | 'smtp' | 'ses';
  environment: Readonly<Record<string, string>>;
  copies(dataDir: string): Copy[];
  close(): Promise<void>;
};

/** `asked`: before a message to somebody is accepted. */
type Options = { smtp?: (to: string) => SmtpFault | undefined; ses?: (to: string) => Fault | undefined };

export const CARRIERS = ['outbox', 'smtp', 'ses'] as const;

export async function openCarrier(name: Carrier['name'], options: Options = {}): Promise<Carrier> {
  if (name === 'outbox') return { name, environment: {}, copies: outboxCopies, close: async () => {} };
  return name === 'smtp' ? openSmtp(name, options.smtp) : openSes(name, options.ses);
}

/** Read from the file itself, not by what is being tested. */
function outboxCopies(dataDir: string): Copy[] {
  const db = new DatabaseSync(join(dataDir, 'outbox.db'), { readOnly: true });
  try {
    const rows = db.prepare('SELECT recipient, run, batch, position, attempt FROM accepted').all();
    return rows.map(({ recipient, ...row }) => ({ to: String(recipient), ...row }) as Copy);
  } finally {
    db.close();
  }
}

async function openSmtp(name: 'smtp', fault: Options['smtp']): Promise<Carrier> {
  const fake = await fakeSmtp(fault ? { fault } : {});
  return {
    name,
    environment: { MAILER: 'smtp', SMTP_URL: fake.url() },
    copies: () => fake.accepted.map(({ to, raw }) => ({ to, ...placeOf(raw) })),
    close: fake.close,
  };
}

/** Where a message stands is in its Message-ID, too. */
function placeOf(raw: string): Omit<Copy, 'to'> {
  const found = /^Message-ID:\s*<([^.>]+)\.([^.>]+)\.(\d+)\.([12])@/im.exec(raw);
  if (!found) throw new Error('A message without its place.');
  return { run: found[1]!, batch: found[2]!, position: Number(found[3]), attempt: Number(found[4]) };
}

async function openSes(name: 'ses', fault: Options['ses']): Promise<Carrier> {
  const fake = await fakeSes(fault ? { fault } : {});
  return {
    name,
    environment: {
      MAILER: 'ses',
      AWS_ENDPOINT_URL_SES: fake.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    },
    copies: () =>
      fake.accepted.map(({ to, tags: { run, batch, pos, try: attempt } }) => ({
        ...{ to, run: run!, batch: batch! },
        position: Number(pos),
        attempt: Number(attempt),
      })),
    close: fake.close,
  };
}
