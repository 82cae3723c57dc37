/** The ports of all flows on subscribers; wiring makes one object of them. */
import type { DailyCounts, Subscribers, Suppressions } from '../../domain/subscribers/subscriber.ts';
import type { ErasureLedger } from '../ledger/erase-recipient.ts';
import type { LimitPorts } from '../limits/limit-uses.ts';

export type SubscriberPorts = LimitPorts & {
  subscribers: Subscribers;
  suppressions: Suppressions;
  counts: DailyCounts;
  /** The record of delivery, for erasure; absent where no letters are sent (forms alone). */
  ledger?: ErasureLedger;
};
