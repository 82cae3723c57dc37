/** The table's ports. Loaded when somebody needs them. */
import { connect } from '../adapters/dynamodb/client.ts';
import { createDailyCounts } from '../adapters/dynamodb/daily-counts.ts';
import { createLedger } from '../adapters/dynamodb/ledger.ts';
import { createLimits } from '../adapters/dynamodb/limits.ts';
import { createPace } from '../adapters/dynamodb/pace.ts';
import { openTable } from '../adapters/dynamodb/requests.ts';
import { createSubscribers } from '../adapters/dynamodb/subscribers.ts';
import { createSuppressions } from '../adapters/dynamodb/suppressions.ts';
import type { Ledger, Pace } from '../domain/ledger.ts';
import type { DailyCounts, Limits, Subscribers, Suppressions } from '../domain/subscriber.ts';

export type Tables = {
  subscribers: Subscribers;
  suppressions: Suppressions;
  counts: DailyCounts;
  limits: Limits;
  ledger: Ledger;
  pace: Pace;
};

export function openTables(name: string): Tables {
  const table = openTable(connect(), name);
  return {
    subscribers: createSubscribers(table),
    suppressions: createSuppressions(table),
    counts: createDailyCounts(table),
    limits: createLimits(table),
    ledger: createLedger(table),
    pace: createPace(table),
  };
}
