/** What every flow of delivery works with; wiring makes one per process. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import type { Policy } from '../../domain/delivery/settle-unknowns.ts';
import type { Doorbell, Ledger, Pace } from '../../domain/ledger/ledger.ts';
import type { Pager } from '../../domain/notices/pager.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { Secrets } from '../../domain/secrets.ts';
import type { DailyCounts, Limits, Subscribers, Suppressions } from '../../domain/subscribers/subscriber.ts';
import type { Clock } from '../../domain/time/instant.ts';
import type { Views } from '../release/view.ts';

export type DeliverySettings = {
  /** Absolute origin of every link, without a trailing slash. */
  base: string;
  /** The tick starts runs by itself. With a real mailer on one machine only when asked to (`serve --send`). */
  automatic: boolean;
  /** From a run's cut-off to its plan: a minute where the index of subscribers is eventually consistent, else 0. */
  planWait: number;
  /** How long a claimed batch belongs to its worker, from its last write-ahead. */
  lease: number;
  /** How long an unknown waits for evidence; longer than `lease` and a request's timeout together. */
  grace: number;
  /** What happens to a letter that is unknown, without evidence, after the grace. A notice is sent once more. */
  unknowns: Policy;
};

export type DeliveryPorts = {
  ledger: Ledger;
  pace: Pace;
  mailer: Mailer;
  subscribers: Subscribers;
  suppressions: Suppressions;
  counts: DailyCounts;
  /** Of sign-ups: what becomes of confirmations is counted in them. Absent: nothing is counted, and no brake holds. */
  limits?: Limits;
  blobs: Blobs;
  views: Views;
  /** Of the release that is live. */
  publication(): Promise<Publication>;
  secrets: Secrets;
  doorbell: Doorbell;
  clock: Clock;
  sleep(milliseconds: number): Promise<void>;
  /** 16 random characters of [A-Za-z0-9_-]. */
  random(): string;
  /** True once the process is to end: leases are given back. */
  stop(): boolean;
  /** Beside mail, for what must be heard while mail is what is broken. Absent on one machine. */
  pager?: Pager | undefined;
  /** The name of a deployed stage: commands that editors are told carry it. Absent: this machine's own. */
  stage?: string | undefined;
  /** Adds to metrics that alarms look at (domain/account/metrics.ts). */
  count?: (counts: Readonly<Record<string, number>>) => void;
  /** One line for the operator; never holds an address or a token. */
  log(line: string): void;
  /** Keeps the store small; not where storage is not ours to tidy. */
  sweep?: () => Promise<void>;
  settings: DeliverySettings;
};
