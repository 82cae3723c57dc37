/** Every environment name Broadsheet reads, parsed once. docs/environment.md describes each; a test holds the two together. */
import { resolve } from 'node:path';
import { BroadsheetError } from '../domain/error.ts';
import type { Instant } from '../domain/time/instant.ts';
import { readTrustedProxy, type TrustedProxy } from './trusted-proxy.ts';

export type MailerName = 'outbox' | 'smtp' | 'ses';
export type StoreName = 'sqlite' | 'dynamodb';

export type Config = {
  port: number;
  /** Address to listen on; undefined: a preview listens on loopback, a published site on all. */
  host: string | undefined;
  baseUrl: string;
  trustedProxy: TrustedProxy | undefined;
  contentDir: string;
  templatesDir: string;
  /** Where a build goes: releases, media, assets, the build's cache. */
  distDir: string;
  dataDir: string;
  store: StoreName;
  /** With STORE=dynamodb. */
  table: string;
  /** It is an emulator that answers for DynamoDB. */
  emulated: boolean;
  mailer: MailerName;
  smtpUrl: string | undefined;
  /** At most so many connections at once; undefined: as many as the adapter would. */
  smtpConnections: number | undefined;
  /** SES configuration sets. */
  sesSets: { letters?: string; notices?: string };
  /** Whom `doctor` asks of names; undefined: whom the machine asks. */
  dnsServer: string | undefined;
  /** The clock starts here and runs on. */
  clock: Instant | undefined;
};

/** Names and what they are for, in the order of the docs. The AWS SDK's own names (AWS_REGION …) are read by the SDK. */
export const ENVIRONMENT = {
  PORT: 'Port of the local server. Default 3000.',
  HOST: 'Address to listen on. Default this machine alone for a preview, all with --published.',
  BASE_URL: 'The public origin, for every absolute URL. Default http://localhost:PORT.',
  TRUSTED_PROXY:
    'Header with the client’s address, and whose word it is: X-Forwarded-For@loopback. Default none is believed.',
  CONTENT_DIR: 'Folder of publication.yaml, articles, editions, images. Default content.',
  DATA_DIR:
    'Folder of everything that is not in git: subscribers, ledger, secrets, releases, outbox. Default .data.',
  STORE: 'Where subscribers and ledger live: sqlite (a file in DATA_DIR) or dynamodb. Default sqlite.',
  TABLE: 'With STORE=dynamodb: the name of the table. Default broadsheet.',
  MAILER: 'Who carries mail: outbox (a folder to look into), smtp, ses. Default outbox.',
  SMTP_URL: 'With MAILER=smtp: smtp://user:password@host:587 or smtps://….',
  SMTP_CONNECTIONS:
    'With MAILER=smtp: connections at once, at most; it begins with five and opens more where that helps. Default 50.',
  SES_LETTERS_SET: 'With MAILER=ses: configuration set of letters. Default none.',
  SES_NOTICES_SET: 'With MAILER=ses: configuration set of confirmations and other notices. Default none.',
  DNS_SERVER: 'The DNS server that `doctor` asks, such as 1.1.1.1. Default the machine’s own.',
  CLOCK:
    'An instant (2026-12-01T07:00:00Z): the clock starts there and runs on, in DATA_DIR/rehearsal. Refused with real mailers.',
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

const wrong = (name: string, value: string, remedy: string) =>
  new BroadsheetError('config', `${name} is "${value}".`, { remedy });

function choice<T extends string>(env: Environment, name: string, choices: readonly T[]): T {
  const value = env[name] || choices[0]!;
  const found = choices.find((c) => c === value);
  if (!found) throw wrong(name, value, `Set it to ${choices.join(' or ')}.`);
  return found;
}

function port(env: Environment): number {
  const value = env.PORT || '3000';
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw wrong('PORT', value, 'Set a number from 0 to 65535.');
  return number;
}

/** More sockets than that to one server are a slip of the hand. */
const MOST_CONNECTIONS = 500;

function smtpConnections({ SMTP_CONNECTIONS: value }: Environment): number | undefined {
  if (!value) return undefined;
  if (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_CONNECTIONS)
    return Number(value);
  throw wrong('SMTP_CONNECTIONS', value, `Set a number from 1 to ${MOST_CONNECTIONS}.`);
}

function baseUrl(env: Environment, defaultPort: number): string {
  const value = env.BASE_URL || `http://localhost:${defaultPort}`;
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw wrong('BASE_URL', value, 'Set an http or https origin, such as https://news.example.com.');
  }
  const url = new URL(value);
  if (url.pathname !== '/' || url.search || url.hash)
    throw wrong('BASE_URL', value, 'Give the origin alone, without a path.');
  return url.origin;
}

/** An address of either kind, perhaps with a port. */
const DNS_SERVER = /^(\d{1,3}(\.\d{1,3}){3}(:\d+)?|\[[\da-f:.]+\](:\d+)?|[\da-f:.]+)$/i;

function dnsServer({ DNS_SERVER: value }: Environment): string | undefined {
  if (!value || DNS_SERVER.test(value)) return value || undefined;
  throw wrong(
    'DNS_SERVER',
    value,
    'Set an IP address, with a port if it is not 53: 1.1.1.1, 127.0.0.1:5300.',
  );
}

function clock(env: Environment, mailer: MailerName): Instant | undefined {
  if (!env.CLOCK) return undefined;
  const instant = Date.parse(env.CLOCK);
  if (Number.isNaN(instant))
    throw wrong('CLOCK', env.CLOCK, 'Write an instant with its zone, such as 2026-12-01T07:00:00Z.');
  if (mailer !== 'outbox') {
    throw new BroadsheetError('config', `CLOCK is set and MAILER is ${mailer}.`, {
      remedy: 'A clock that is not now must not send real mail: unset CLOCK, or use MAILER=outbox.',
    });
  }
  return instant;
}

/** Whoever plays DynamoDB here, if it is not AWS. */
function isEmulated(env: Environment): boolean {
  const endpoint = env.AWS_ENDPOINT_URL_DYNAMODB || env.AWS_ENDPOINT_URL;
  if (!endpoint) return false;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw wrong('AWS_ENDPOINT_URL_DYNAMODB', endpoint, 'Set a URL, such as http://localhost:8000.');
  return !/\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
}

/** A table's readers are real: what is said to have gone to them must have gone. */
function store(env: Environment, mailer: MailerName): Pick<Config, 'store' | 'table' | 'emulated'> {
  const name = choice<StoreName>(env, 'STORE', ['sqlite', 'dynamodb']);
  const emulated = name === 'dynamodb' && isEmulated(env);
  if (name === 'dynamodb' && env.CLOCK) {
    throw new BroadsheetError('config', 'CLOCK is set and STORE is dynamodb.', {
      remedy: 'Rehearse with STORE=sqlite, which keeps a rehearsal apart from the real data.',
    });
  }
  if (name === 'dynamodb' && !emulated && mailer === 'outbox') {
    throw new BroadsheetError(
      'config',
      'STORE is dynamodb, but MAILER is outbox: letters would end in a folder.',
      {
        remedy: 'Set MAILER=ses; or, to try it, AWS_ENDPOINT_URL_DYNAMODB to an emulator.',
      },
    );
  }
  return { store: name, table: env.TABLE || 'broadsheet', emulated };
}

/** Throws `config`, naming the variable and the remedy. Relative folders are below `cwd`. */
export function readConfig(env: Environment, cwd: string): Config {
  const mailer = choice<MailerName>(env, 'MAILER', ['outbox', 'smtp', 'ses']);
  const started = clock(env, mailer);
  const dataDir = resolve(cwd, env.DATA_DIR || '.data');
  if (mailer === 'smtp' && !env.SMTP_URL) {
    throw new BroadsheetError('config', 'MAILER is smtp, but SMTP_URL is not set.', {
      remedy: 'Set SMTP_URL, such as smtp://user:password@mail.example.com:587.',
    });
  }
  const listen = port(env);
  return {
    port: listen,
    host: env.HOST || undefined,
    baseUrl: baseUrl(env, listen),
    trustedProxy: readTrustedProxy(env.TRUSTED_PROXY),
    contentDir: resolve(cwd, env.CONTENT_DIR || 'content'),
    templatesDir: resolve(cwd, 'templates'),
    distDir: resolve(cwd, 'dist'),
    dataDir: started === undefined ? dataDir : resolve(dataDir, 'rehearsal'),
    ...store(env, mailer),
    mailer,
    smtpUrl: env.SMTP_URL || undefined,
    smtpConnections: smtpConnections(env),
    sesSets: {
      ...(env.SES_LETTERS_SET ? { letters: env.SES_LETTERS_SET } : {}),
      ...(env.SES_NOTICES_SET ? { notices: env.SES_NOTICES_SET } : {}),
    },
    dnsServer: dnsServer(env),
    clock: started,
  };
}
