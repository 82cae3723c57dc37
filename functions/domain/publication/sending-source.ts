/** Reads `sending` and `hosting` of content/publication.yaml: limits, and the settings of a deployment. */
import { hostNameOf } from '../dns/host-name.ts';
import { type Fields, readText, reportKey } from '../source/yaml-fields.ts';
import { readFlag, readMapField, readNumber } from '../source/yaml-values.ts';
import { DAY } from '../time/instant.ts';
import { DMARC_KEYS, dmarcOf } from './dmarc-source.ts';
import { readDuration } from './newsletter-source.ts';
import type { Hosting, SendingSettings } from './publication.ts';
import { DEFAULT_KEEP_RECIPIENTS, WORKER_LIMITS } from './sending-limits.ts';

export const SENDING_KEYS = {
  sending: ['perSecond', 'reserve', 'signups', 'keepRecipients'],
  signups: ['perAddressDay', 'perNetworkHour', 'perHour', 'perDomainHour'],
} as const;

export const HOSTING_KEYS = {
  hosting: [
    'zone',
    'dns',
    'dmarc',
    'workers',
    'waf',
    'dashboard',
    'budget',
    'pool',
    'github',
    'githubProvider',
  ],
  dmarc: DMARC_KEYS,
} as const;

/** A person signs up once, and an office of a hundred shares one network address. A new SES account sends at most 14 messages a second. */
const DEFAULT_SIGNUP_LIMITS = { perAddressDay: 3, perNetworkHour: 20, perHour: 1000 };

export function sendingOf(fields: Fields): SendingSettings {
  const sending = readMapField(fields, 'sending', SENDING_KEYS.sending);
  const signups = sending && readMapField(sending, 'signups', SENDING_KEYS.signups);
  const given = (key: (typeof SENDING_KEYS.signups)[number]): number | undefined =>
    signups && readNumber(signups, key, 1, 1_000_000);
  const limit = (key: keyof typeof DEFAULT_SIGNUP_LIMITS): number => given(key) ?? DEFAULT_SIGNUP_LIMITS[key];
  const perDomainHour = given('perDomainHour');
  return {
    perSecond: sending && readNumber(sending, 'perSecond', 0.01, 100_000),
    reserve: (sending && readNumber(sending, 'reserve', 0, 1)) ?? 0.1,
    signups: {
      perAddressDay: limit('perAddressDay'),
      perNetworkHour: limit('perNetworkHour'),
      perHour: limit('perHour'),
      ...(perDomainHour !== undefined && { perDomainHour }),
    },
    ...(sending && keepRecipientsOf(sending)),
  };
}

/** A week at least: bounces and complaints arrive for days, and a correction needs the list of recipients. */
const MIN_KEEP_RECIPIENTS = 7 * DAY;

function keepRecipientsOf(sending: Fields): Pick<SendingSettings, 'keepRecipients'> {
  if (readText(sending, 'keepRecipients') === undefined) return {};
  const keepRecipients = readDuration(sending, 'keepRecipients', DEFAULT_KEEP_RECIPIENTS);
  if (keepRecipients >= MIN_KEEP_RECIPIENTS) return { keepRecipients };
  reportKey(sending, 'keepRecipients', '`keepRecipients` is less than a week.', 'Write `7 days` or more.');
  return {};
}

export function hostingOf(fields: Fields): Hosting {
  const hosting = readMapField(fields, 'hosting', HOSTING_KEYS.hosting);
  return {
    zone: hosting && zoneOf(hosting),
    ...(hosting && dnsOf(hosting)),
    ...(hosting && dmarcOf(hosting)),
    workers: hosting && readNumber(hosting, 'workers', WORKER_LIMITS.least, WORKER_LIMITS.most),
    waf: hosting !== undefined && readFlag(hosting, 'waf', false),
    dashboard: hosting !== undefined && readFlag(hosting, 'dashboard', false),
    ...(hosting && budgetOf(hosting)),
    ...(hosting && poolOf(hosting)),
    ...(hosting && githubOf(hosting)),
  };
}

function budgetOf(hosting: Fields): Pick<Hosting, 'budget'> {
  const budget = readNumber(hosting, 'budget', 1, 1_000_000);
  return budget === undefined ? {} : { budget };
}

/** Names of pools in SES: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateDedicatedIpPool.html */
const POOL = /^[\w-]{1,64}$/;

function poolOf(hosting: Fields): Pick<Hosting, 'pool'> {
  const pool = readText(hosting, 'pool');
  if (pool === undefined) return {};
  if (POOL.test(pool)) return { pool };
  reportKey(
    hosting,
    'pool',
    `\`${pool}\` is no name of a pool.`,
    'Write the name of a dedicated IP pool of SES: letters, digits, `-` and `_`, 64 at most.',
  );
  return {};
}

/**
 * The repository in the subject of GitHub's tokens. If it was created, renamed or moved since July 2026, the subject has its number and its
 * owner's, too. https://docs.github.com/en/actions/reference/security/oidc
 */
const REPOSITORY = /^[a-z0-9](?:-?[a-z0-9]){0,38}(?:\/[\w.-]{1,100}|@\d{1,20}\/[\w.-]{1,100}@\d{1,20})$/i;

function githubOf(hosting: Fields): Pick<Hosting, 'github' | 'githubProvider'> {
  const [github, provider] = [readText(hosting, 'github'), readText(hosting, 'githubProvider')];
  if (github !== undefined && !REPOSITORY.test(github))
    reportKey(
      hosting,
      'github',
      `\`${github}\` is no repository of GitHub.`,
      'Write it as `owner/repo`, or as its tokens name it: `owner@12/repo@34`.',
    );
  if (provider !== undefined && provider !== 'existing')
    reportKey(
      hosting,
      'githubProvider',
      `\`githubProvider\` is \`${provider}\`.`,
      'Write `existing` where the account has GitHub’s identity provider, or leave it out.',
    );
  return {
    ...(github !== undefined && REPOSITORY.test(github) && { github }),
    ...(provider === 'existing' && { githubProvider: provider }),
  };
}

function dnsOf(hosting: Fields): Pick<Hosting, 'dns'> {
  const dns = readText(hosting, 'dns');
  if (dns === undefined) return {};
  if (dns === 'elsewhere') return { dns };
  reportKey(
    hosting,
    'dns',
    `\`dns\` is \`${dns}\`.`,
    'Write `elsewhere`, or `zone` for a hosted zone of Route 53.',
  );
  return {};
}

function zoneOf(hosting: Fields): string | undefined {
  const zone = readText(hosting, 'zone');
  const name = zone === undefined ? undefined : hostNameOf(zone);
  if (zone === undefined || name !== undefined) return name;
  return reportKey(hosting, 'zone', `\`${zone}\` is not a domain.`, 'Write it as `example.com`.');
}
