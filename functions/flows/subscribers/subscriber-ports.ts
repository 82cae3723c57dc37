/** The ports that all flows around subscribers take; wiring makes one object of them. */
import type { DailyCounts, Subscribers, Suppressions } from '../../domain/subscribers/subscriber.ts';
import type { ErasureLedger } from '../ledger/erase-recipient.ts';
import type { LimitPorts } from '../limits/limit-uses.ts';

export type SubscriberPorts = LimitPorts & {
  subscribers: Subscribers;
  suppressions: Suppressions;
  counts: DailyCounts;
  /** What was sent to whom; absent: nothing is (forms without letters). Erasure reaches it. */
  ledger?: ErasureLedger;
};
