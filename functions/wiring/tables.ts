/** The tables that every store has: subscribers, and the ledger of delivery. */
import type { Ledger, Pace } from '../domain/ledger/ledger.ts';
import type { DailyCounts, RateLimits, Subscribers, Suppressions } from '../domain/subscribers/subscriber.ts';

export type Tables = {
  subscribers: Subscribers;
  suppressions: Suppressions;
  counts: DailyCounts;
  limits: RateLimits;
  ledger: Ledger;
  pace: Pace;
};
