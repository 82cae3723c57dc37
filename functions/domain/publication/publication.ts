/** The publication: the settings in content/publication.yaml. */
import type { DmarcWish } from '../dns/dmarc-record.ts';

/** The mailbox of a sender or editor, parsed from `Name <a@b>`; `name` may be empty. */
export type Mailbox = { name: string; email: string };

export type Topic = { id: string; name: string; retired: boolean };

/** 0 is Sunday, as in Date. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The times of "weekdays at 07:00", in the publication's time zone. */
export type Schedule = { days: readonly Weekday[]; hour: number; minute: number };

export type Newsletter = {
  id: string;
  name: string;
  description: string;
  kind: 'edited' | 'digest';
  /** A digest always has a schedule. On an edited newsletter the schedule only tells readers when to expect an edition. */
  schedule: Schedule | undefined;
  /** The topics that a digest takes; an empty list means all. */
  topics: readonly string[];
  from: Mailbox;
  replyTo: Mailbox | undefined;
  /** Milliseconds for which an alert waits, so that an editor can stop it. */
  hold: number;
  /** Milliseconds after a run within which a second run is held. */
  minGap: number;
  /** True if the newsletter is ticked on the sign-up form. */
  default: boolean;
  retired: boolean;
};

export type SendingSettings = {
  /** Messages a second; undefined means the limit of the mailer's account. */
  perSecond: number | undefined;
  /** The share of the daily quota that is kept for confirmations, 0 to 1. */
  reserve: number;
  /** Rate limits of sign-ups: confirmations per mailbox and day, attempts per network and hour, attempts of all per hour. */
  signups: {
    perAddressDay: number;
    perNetworkHour: number;
    perHour: number;
    /** Confirmations per domain and hour; the number of confirmed subscribers of the domain is added. Undefined means `DEFAULT_PER_DOMAIN_HOUR`. */
    perDomainHour?: number | undefined;
  };
  /** Milliseconds for which a finished run keeps the list of its recipients; absent means `DEFAULT_KEEP_RECIPIENTS`. */
  keepRecipients?: number;
};

export const DEFAULT_PER_DOMAIN_HOUR = 10;

/** Settings of a deployment on AWS (`cdk deploy`) besides the publication itself. */
export type Hosting = {
  /** The Route 53 hosted zone of the account. If set, the deployment makes domain, certificate and mail records, too. */
  zone: string | undefined;
  /** DNS is at another provider: the deployment prints the records instead of writing them. */
  dns?: 'elsewhere';
  /** If absent, `p=none` is written where a zone of the account has no DMARC record. */
  dmarc?: DmarcWish;
  /** The most Deliver functions at work at once, 2 at least. Undefined means as many as the account's rate needs and its limits allow. */
  workers: number | undefined;
  /** AWS WAF costs $5 a month and more. */
  waf: boolean;
  dashboard: boolean;
  /** US dollars a month above which the editors get an alarm; absent means no alarm. */
  budget?: number;
  /** The dedicated IP pool of SES that letters leave by; absent means the account's default. */
  pool?: string;
  /** The repository `owner/repo` on GitHub, or `owner@1/repo@2`, whose pushes to main may deploy. Releases of older versions have none. */
  github?: string | undefined;
  /** The account has GitHub's identity provider already; if absent, the stack creates it. */
  githubProvider?: 'existing' | undefined;
};

export type Publication = {
  /** The id is for life: feed and list ids are made from it. */
  id: string;
  title: string;
  description: string;
  /** The https origin without a trailing slash; undefined until there is a domain. */
  url: string | undefined;
  /** Language tag (BCP 47). */
  language: string;
  timezone: string;
  from: Mailbox;
  replyTo: Mailbox | undefined;
  /** The lines of the address. No letter is sent without them (CAN-SPAM, CASL). */
  postalAddress: readonly string[];
  editors: readonly Mailbox[];
  /** `lightOnly`: no logo for dark grounds was named, so the title stands there. Then `dark` is the light one. */
  logo: { light: string; dark: string; alt: string; lightOnly?: true } | undefined;
  /** The path of a square SVG or PNG below the content folder; absent means the first letter of the title. */
  icon?: string | undefined;
  /** #rrggbb */
  accent: string;
  axioms: readonly string[];
  topics: readonly Topic[];
  newsletters: readonly Newsletter[];
  /** Old path → new path or URL. */
  redirects: Readonly<Record<string, string>>;
  /** The address for the mailto form of List-Unsubscribe; a person has to read its mail. */
  unsubscribeMailto: string | undefined;
  /** The contacts for reports of a security hole. Releases of older versions have none. */
  security?: readonly string[] | undefined;
  /** The URL of a WebSub hub. */
  hub: string | undefined;
  sending: SendingSettings;
  hosting: Hosting;
};

/** True if the text may be the id of a publication, newsletter or topic: ids go into URLs, tags and List-Id. */
export const isId = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(text);
