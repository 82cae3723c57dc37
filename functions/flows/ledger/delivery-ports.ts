/** The ports of delivery. Each process has one set, made by wiring; a flow names the ones that it uses. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import type { UnknownPolicy } from '../../domain/delivery/settle-unknowns.ts';
import type { Doorbell, Ledger, Pace } from '../../domain/ledger/ledger.ts';
import type { Pager } from '../../domain/notices/pager.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { Secrets } from '../../domain/secrets.ts';
import type {
  DailyCounts,
  RateLimits,
  Subscribers,
  Suppressions,
} from '../../domain/subscribers/subscriber.ts';
import type { Clock } from '../../domain/time/instant.ts';
import type { Views } from '../release/view.ts';

export type DeliverySettings = {
  /** Absolute origin of every link, without a trailing slash. */
  base: string;
  /** True if the tick starts due runs by itself. With a real mailer on one machine that needs `serve --send`. */
  automatic: boolean;
  /** Milliseconds from a run's cut-off to its planning: a minute where the subscribers' index is eventually consistent, else 0. */
  planWait: number;
  /** Milliseconds for which a claimed batch belongs to its worker, from the last write-ahead on. */
  lease: number;
  /** Milliseconds that an unknown copy waits for evidence; longer than `lease` and a request's timeout together. */
  grace: number;
  /** The treatment of a letter's copy that is still unknown after the grace. A notice is always sent once more. */
  unknowns: UnknownPolicy;
};

export type DeliveryPorts = {
  ledger: Ledger;
  pace: Pace;
  mailer: Mailer;
  subscribers: Subscribers;
  suppressions: Suppressions;
  counts: DailyCounts;
  /** The rate limits of sign-ups, which count the outcomes of confirmations. Absent: nothing is counted, and sign-ups have no brake. */
  limits?: RateLimits;
  blobs: Blobs;
  views: Views;
  /** The publication of the live release. */
  publication(): Promise<Publication>;
  secrets: Secrets;
  doorbell: Doorbell;
  clock: Clock;
  sleep(milliseconds: number): Promise<void>;
  /** 16 random characters of [A-Za-z0-9_-]. */
  random(): string;
  /** True once the process shall end: workers then give their leases back. */
  stop(): boolean;
  /** A channel besides mail, for alarms about mail itself. Absent on one machine. */
  pager?: Pager | undefined;
  /** The name of a deployed stage, which commands in messages to editors carry. Absent on one machine. */
  stage?: string | undefined;
  /** Adds to the metrics that alarms watch (domain/account/metrics.ts). */
  count?: (counts: Readonly<Record<string, number>>) => void;
  /** Logs one line for the operator. A line never holds an address or a token. */
  log(line: string): void;
  /** Deletes unused releases from the folders of this machine. Absent in the functions on AWS, and for a command to a stage. */
  sweep?: () => Promise<void>;
  settings: DeliverySettings;
};
