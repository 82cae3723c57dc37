/** Reads and validates all environment names of Broadsheet. docs/environment.md describes each; a test compares the two. */
import { resolve } from 'node:path';
import type { MailerName } from '../domain/delivery/mailer.ts';
import { BroadsheetError } from '../domain/error.ts';
import type { Instant } from '../domain/time/instant.ts';
import { createEnvironmentError, type Environment, readChoice } from './environment.ts';
import { MAILER_ENVIRONMENT, type MailerConfig, readMailerConfig, readMailerName } from './mailer-config.ts';
import { readTrustedProxy, type TrustedProxy } from './trusted-proxy.ts';

export type StoreName = 'sqlite' | 'dynamodb';

export type Config = MailerConfig & {
  port: number;
  /** Address to listen on. If undefined, a preview listens on loopback, a published site on all addresses. */
  host: string | undefined;
  baseUrl: string;
  trustedProxy: TrustedProxy | undefined;
  contentDir: string;
  templatesDir: string;
  /** Output folder of a build: releases, media, assets, the build's cache. */
  distDir: string;
  dataDir: string;
  store: StoreName;
  /** The name of the table, with STORE=dynamodb. */
  table: string;
  /** An emulator answers for DynamoDB. */
  emulated: boolean;
  /** The DNS server that `doctor` asks; undefined for the machine's own. */
  dnsServer: string | undefined;
  /** The instant at which the clock starts; undefined for the real time. */
  clock: Instant | undefined;
};

/** Environment names with their purposes, in the order of the docs. The AWS SDK reads its own names (AWS_REGION …). */
export const ENVIRONMENT = {
  PORT: 'Port of the local server. Default 3000.',
  HOST: 'Address to listen on. Default this machine alone for a preview, all with --published.',
  BASE_URL: 'The public origin, for every absolute URL. Default http://localhost:PORT.',
  TRUSTED_PROXY:
    'Header with the client’s address, and the proxy that is trusted to set it: X-Forwarded-For@loopback. Default none is believed.',
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

function readPort(env: Environment): number {
  const value = env.PORT || '3000';
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw createEnvironmentError('PORT', value, 'Set a number from 0 to 65535.');
  return number;
}

function readBaseUrl(env: Environment, defaultPort: number): string {
  const value = env.BASE_URL || `http://localhost:${defaultPort}`;
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw createEnvironmentError(
      'BASE_URL',
      value,
      'Set an http or https origin, such as https://news.example.com.',
    );
  }
  const url = new URL(value);
  if (url.pathname !== '/' || url.search || url.hash)
    throw createEnvironmentError('BASE_URL', value, 'Give the origin alone, without a path.');
  return url.origin;
}

/** An IPv4 or IPv6 address, perhaps with a port. */
const DNS_SERVER_PATTERN = /^(\d{1,3}(\.\d{1,3}){3}(:\d+)?|\[[\da-f:.]+\](:\d+)?|[\da-f:.]+)$/i;

function readDnsServer({ DNS_SERVER: value }: Environment): string | undefined {
  if (!value || DNS_SERVER_PATTERN.test(value)) return value || undefined;
  throw createEnvironmentError(
    'DNS_SERVER',
    value,
    'Set an IP address, with a port if it is not 53: 1.1.1.1, 127.0.0.1:5300.',
  );
}

function readClock(env: Environment, mailer: MailerName): Instant | undefined {
  if (!env.CLOCK) return undefined;
  const instant = Date.parse(env.CLOCK);
  if (Number.isNaN(instant))
    throw createEnvironmentError(
      'CLOCK',
      env.CLOCK,
      'Write an instant with its zone, such as 2026-12-01T07:00:00Z.',
    );
  if (mailer !== 'outbox') {
    throw new BroadsheetError('config', `CLOCK is set and MAILER is ${mailer}.`, {
      remedy: 'A clock that is not now must not send real mail: unset CLOCK, or use MAILER=outbox.',
    });
  }
  return instant;
}

/** Whether the endpoint of DynamoDB is an emulator. */
function isEmulated(env: Environment): boolean {
  const endpoint = env.AWS_ENDPOINT_URL_DYNAMODB || env.AWS_ENDPOINT_URL;
  if (!endpoint) return false;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw createEnvironmentError(
      'AWS_ENDPOINT_URL_DYNAMODB',
      endpoint,
      'Set a URL, such as http://localhost:8000.',
    );
  return !/\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
}

/** Subscribers of a table on AWS are real, so an outbox or a rehearsal must not mark letters as sent to them. */
function readStore(env: Environment, mailer: MailerName): Pick<Config, 'store' | 'table' | 'emulated'> {
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

/** Throws `config` with the variable and a remedy. Relative folders are below `cwd`. */
export function readConfig(env: Environment, cwd: string): Config {
  const started = readClock(env, readMailerName(env));
  const dataDir = resolve(cwd, env.DATA_DIR || '.data');
  const mailerConfig = readMailerConfig(env);
  const listenPort = readPort(env);
  return {
    port: listenPort,
    host: env.HOST || undefined,
    baseUrl: readBaseUrl(env, listenPort),
    trustedProxy: readTrustedProxy(env.TRUSTED_PROXY),
    contentDir: resolve(cwd, env.CONTENT_DIR || 'content'),
    templatesDir: resolve(cwd, 'templates'),
    distDir: resolve(cwd, 'dist'),
    dataDir: started === undefined ? dataDir : resolve(dataDir, 'rehearsal'),
    ...readStore(env, mailerConfig.mailer),
    ...mailerConfig,
    dnsServer: readDnsServer(env),
    clock: started,
  };
}
