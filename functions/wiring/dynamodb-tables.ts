/** Opens the ports of the DynamoDB table. This module is loaded lazily, because the SDK's client takes most of a start. */
import { createDynamoClient } from '../adapters/dynamodb/client.ts';
import { createTable } from '../adapters/dynamodb/create-table.ts';
import { createDailyCounts } from '../adapters/dynamodb/daily-counts.ts';
import { createLedger } from '../adapters/dynamodb/ledger.ts';
import { createLimits } from '../adapters/dynamodb/limits.ts';
import { createPace } from '../adapters/dynamodb/pace.ts';
import { openTable } from '../adapters/dynamodb/requests.ts';
import { createSubscribers } from '../adapters/dynamodb/subscribers.ts';
import { createSuppressions } from '../adapters/dynamodb/suppressions.ts';
import type { Tables } from './tables.ts';

/** On AWS the deployment made the table; `prepareEmulator` makes one for an emulator. */
export function openTables(name: string): Tables & { close(): void } {
  const client = createDynamoClient();
  const table = openTable(client, name);
  return {
    subscribers: createSubscribers(table),
    suppressions: createSuppressions(table),
    counts: createDailyCounts(table),
    limits: createLimits(table),
    ledger: createLedger(table),
    pace: createPace(table),
    close: () => client.destroy(),
  };
}

/** Makes the table if there is none. */
export async function prepareEmulator(name: string): Promise<void> {
  const client = createDynamoClient();
  await createTable(client, name).finally(() => client.destroy());
}
