/** The publication: what content/publication.yaml says. */
import type { DmarcWish } from '../dns/dmarc-record.ts';

/** A parsed sender or editor: `Name <a@b>`; `name` may be empty. */
export type Mailbox = { name: string; email: string };

export type Topic = { id: string; name: string; retired: boolean };

/** 0 is Sunday, as in Date. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** "weekdays at 07:00": local to the publication's zone. */
export type Schedule = { days: readonly Weekday[]; hour: number; minute: number };

export type Newsletter = {
  id: string;
  name: string;
  description: string;
  kind: 'edited' | 'digest';
  /** Always there on a digest; on an edited one it only tells readers when to expect it. */
  schedule: Schedule | undefined;
  /** Topics a digest takes; empty means all. */
  topics: readonly string[];
  from: Mailbox;
  replyTo: Mailbox | undefined;
  /** How long an alert waits for an editor to stop it, milliseconds. */
  hold: number;
  /** A second run within this time is held, milliseconds. */
  minGap: number;
  /** Ticked on the sign-up form. */
  default: boolean;
  retired: boolean;
};

export type SendingSettings = {
  /** Messages a second; undefined means what the mailer's account allows. */
  perSecond: number | undefined;
  /** Share of the daily quota kept for confirmations, 0–1. */
  reserve: number;
  /** Sign-ups: confirmations per mailbox and day, tries per network and hour, tries in all per hour. */
  signups: {
    perAddressDay: number;
    perNetworkHour: number;
    perHour: number;
    /** Confirmations per domain and hour, to which its readers are added; undefined: DOMAIN_HOUR. */
    perDomainHour?: number | undefined;
  };
  /** How long a run that is over keeps the list of its recipients, milliseconds; absent: KEEP_RECIPIENTS. */
  keepRecipients?: number;
};

export const DOMAIN_HOUR = 10;

/** What `cdk deploy` makes beside the publication itself. */
export type Hosting = {
  /** A Route 53 hosted zone of the account: then domain, certificate and mail records are made too. */
  zone: string | undefined;
  /** DNS is at another provider: a deployment prints the records in place of writing them. */
  dns?: 'elsewhere';
  /** absent: where there is no record in a zone of the account, `p=none` is written. */
  dmarc?: DmarcWish;
  /** Deliver functions at work at once, 2 at least; undefined: as many as the account's rate needs and it has room for. */
  workers: number | undefined;
  /** AWS WAF costs $5 a month and more. */
  waf: boolean;
  dashboard: boolean;
  /** US dollars a month, above which the editors are told; absent: nobody is. */
  budget?: number;
  /** Dedicated IP pool of SES that letters leave by; absent: the account's default. */
  pool?: string;
  /** `owner/repo` on GitHub, or `owner@1/repo@2`, whose pushes to main may deploy; a release of before has none. */
  github?: string | undefined;
  /** The account has GitHub's identity provider already; absent: the stack makes it. */
  githubProvider?: 'existing' | undefined;
};

export type Publication = {
  /** For life: feed and list ids are made from it. */
  id: string;
  title: string;
  description: string;
  /** https origin without a trailing slash, once there is a domain. */
  url: string | undefined;
  /** BCP 47. */
  language: string;
  timezone: string;
  from: Mailbox;
  replyTo: Mailbox | undefined;
  /** Lines. No letter is sent without (CAN-SPAM, CASL). */
  postalAddress: readonly string[];
  editors: readonly Mailbox[];
  logo: { light: string; dark: string; alt: string } | undefined;
  /** #rrggbb */
  accent: string;
  axioms: readonly string[];
  topics: readonly Topic[];
  newsletters: readonly Newsletter[];
  /** Old path → new path or URL. */
  redirects: Readonly<Record<string, string>>;
  /** An address somebody reads, for the mailto form of List-Unsubscribe. */
  unsubscribeMailto: string | undefined;
  /** Whom to tell of a security hole; a release of before has none. */
  security?: readonly string[] | undefined;
  /** A WebSub hub's URL. */
  hub: string | undefined;
  sending: SendingSettings;
  hosting: Hosting;
};

/** What a public key like `news` of a newsletter or topic may look like: it goes into URLs, tags and List-Id. */
export const isId = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(text);
