/** Reads the settings of the mailers from the environment. A Lambda function's are in aws/function-config.ts. */
import { MAILERS, type MailerName } from '../domain/delivery/mailer.ts';
import { BroadsheetError } from '../domain/error.ts';
import { createEnvironmentError, type Environment, readChoice } from './environment.ts';

export type MailerConfig = {
  mailer: MailerName;
  smtpUrl: string | undefined;
  /** Connections at once, at most; undefined for the adapter's own limit. */
  smtpConnections: number | undefined;
  /** SES configuration sets. */
  sesSets: { letters?: string; notices?: string };
};

export const MAILER_ENVIRONMENT = {
  MAILER: 'How mail is sent: outbox (a folder to look into), smtp, ses. Default outbox.',
  SMTP_URL: 'With MAILER=smtp: smtp://user:password@host:587 or smtps://….',
  SMTP_CONNECTIONS:
    'With MAILER=smtp: connections at once, at most; it begins with five and opens more where that helps. Default 50.',
  SES_LETTERS_SET: 'With MAILER=ses: configuration set of letters. Default none.',
  SES_NOTICES_SET: 'With MAILER=ses: configuration set of confirmations and other notices. Default none.',
} as const;

/** The name without which a mailer cannot send, and the remedy. */
const NEEDED_NAMES: Readonly<Partial<Record<MailerName, readonly [name: string, remedy: string]>>> = {
  smtp: ['SMTP_URL', 'Set SMTP_URL, such as smtp://user:password@mail.example.com:587.'],
};

/** A greater number of sockets to one server is a slip. */
const MAX_CONNECTIONS = 500;

function readSmtpConnections({ SMTP_CONNECTIONS: value }: Environment): number | undefined {
  if (!value) return undefined;
  if (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_CONNECTIONS) return Number(value);
  throw createEnvironmentError('SMTP_CONNECTIONS', value, `Set a number from 1 to ${MAX_CONNECTIONS}.`);
}

export const readMailerName = (env: Environment): MailerName =>
  readChoice<MailerName>(env, 'MAILER', MAILERS);

/** Throws `config` with the variable and a remedy. */
export function readMailerConfig(env: Environment): MailerConfig {
  const mailer = readMailerName(env);
  const [needed, remedy = ''] = NEEDED_NAMES[mailer] ?? [];
  if (needed !== undefined && !env[needed])
    throw new BroadsheetError('config', `MAILER is ${mailer}, but ${needed} is not set.`, { remedy });
  return {
    mailer,
    smtpUrl: env.SMTP_URL || undefined,
    smtpConnections: readSmtpConnections(env),
    sesSets: {
      ...(env.SES_LETTERS_SET ? { letters: env.SES_LETTERS_SET } : {}),
      ...(env.SES_NOTICES_SET ? { notices: env.SES_NOTICES_SET } : {}),
    },
  };
}
