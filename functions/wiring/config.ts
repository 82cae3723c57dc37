/** Every environment name Broadsheet reads, parsed once. docs/environment.md describes each; a test holds the two together. */
import { resolve } from 'node:path';
import type { MailerName } from '../domain/delivery/mailer.ts';
import { BroadsheetError } from '../domain/error.ts';
import type { Instant } from '../domain/time/instant.ts';
import { type Environment, readChoice, wrong } from './environment.ts';
import { MAILER_ENVIRONMENT, type MailerConfig, readMailerConfig, readMailerName } from './mailer-config.ts';
import { readTrustedProxy, type TrustedProxy } from './trusted-proxy.ts';

export type StoreName = 'sqlite' | 'dynamodb';

export type Config = MailerConfig & {
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
  ...MAILER_ENVIRONMENT,
  DNS_SERVER: 'The DNS server that `doctor` asks, such as 1.1.1.1. Default the machine’s own.',
  CLOCK:
    'An instant (2026-12-01T07:00:00Z): the clock starts there and runs on, in DATA_DIR/rehearsal. Refused with real mailers.',
} as const;

function port(env: Environment): number {
  const value = env.PORT || '3000';
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw wrong('PORT', value, 'Set a number from 0 to 65535.');
  return number;
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
  const name = readChoice<StoreName>(env, 'STORE', ['sqlite', 'dynamodb']);
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
  const started = clock(env, readMailerName(env));
  const dataDir = resolve(cwd, env.DATA_DIR || '.data');
  const carrier = readMailerConfig(env);
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
    ...store(env, carrier.mailer),
    ...carrier,
    dnsServer: dnsServer(env),
    clock: started,
  };
}
