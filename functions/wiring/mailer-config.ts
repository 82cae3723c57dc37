/** Settings of the mailers: names in the environment, and how they are read. A new mailer has its names here and nowhere else. */
import { MAILERS, type MailerName } from '../domain/delivery/mailer.ts';
import { BroadsheetError } from '../domain/error.ts';
import { type Environment, readChoice, wrong } from './environment.ts';

export type MailerConfig = {
  mailer: MailerName;
  smtpUrl: string | undefined;
  /** At most so many connections at once; undefined: as many as the adapter would. */
  smtpConnections: number | undefined;
  /** SES configuration sets. */
  sesSets: { letters?: string; notices?: string };
};

export const MAILER_ENVIRONMENT = {
  MAILER: 'Who carries mail: outbox (a folder to look into), smtp, ses. Default outbox.',
  SMTP_URL: 'With MAILER=smtp: smtp://user:password@host:587 or smtps://….',
  SMTP_CONNECTIONS:
    'With MAILER=smtp: connections at once, at most; it begins with five and opens more where that helps. Default 50.',
  SES_LETTERS_SET: 'With MAILER=ses: configuration set of letters. Default none.',
  SES_NOTICES_SET: 'With MAILER=ses: configuration set of confirmations and other notices. Default none.',
} as const;

/** Without the name a mailer cannot send; the text is the remedy. */
const NEEDED: Readonly<Partial<Record<MailerName, readonly [name: string, remedy: string]>>> = {
  smtp: ['SMTP_URL', 'Set SMTP_URL, such as smtp://user:password@mail.example.com:587.'],
};

/** More sockets than that to one server are a slip of the hand. */
const MOST_CONNECTIONS = 500;

function smtpConnections({ SMTP_CONNECTIONS: value }: Environment): number | undefined {
  if (!value) return undefined;
  if (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_CONNECTIONS)
    return Number(value);
  throw wrong('SMTP_CONNECTIONS', value, `Set a number from 1 to ${MOST_CONNECTIONS}.`);
}

export const readMailerName = (env: Environment): MailerName =>
  readChoice<MailerName>(env, 'MAILER', MAILERS);

/** Throws `config`, naming the variable and the remedy. */
export function readMailerConfig(env: Environment): MailerConfig {
  const mailer = readMailerName(env);
  const [needed, remedy = ''] = NEEDED[mailer] ?? [];
  if (needed !== undefined && !env[needed])
    throw new BroadsheetError('config', `MAILER is ${mailer}, but ${needed} is not set.`, { remedy });
  return {
    mailer,
    smtpUrl: env.SMTP_URL || undefined,
    smtpConnections: smtpConnections(env),
    sesSets: {
      ...(env.SES_LETTERS_SET ? { letters: env.SES_LETTERS_SET } : {}),
      ...(env.SES_NOTICES_SET ? { notices: env.SES_NOTICES_SET } : {}),
    },
  };
}
