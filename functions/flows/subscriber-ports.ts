/** The ports that all flows around subscribers take; wiring makes one object of them. */
import type { Clock } from '../domain/instant.ts';
import type { Notify } from '../domain/notice.ts';
import type { Publication } from '../domain/publication.ts';
import type { Secrets } from '../domain/secrets.ts';
import type { DailyCounts, Limits, Subscribers, Suppressions } from '../domain/subscriber.ts';
import type { LettersPort } from './forget-letters.ts';

export type SubscriberPorts = {
  subscribers: Subscribers;
  suppressions: Suppressions;
  counts: DailyCounts;
  limits: Limits;
  /** What was sent to whom; absent: nothing is (forms without letters). Erasure reaches it. */
  ledger?: LettersPort;
  secrets: Secrets;
  clock: Clock;
  notify: Notify;
  /** Of the release that is live. */
  publication(): Promise<Publication>;
};
