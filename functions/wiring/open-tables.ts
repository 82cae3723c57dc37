/** Opens the store of subscribers and ledger on one machine: a file of DATA_DIR, or a DynamoDB table. */
import { join } from 'node:path';
import { createDailyCounts } from '../adapters/sqlite/daily-counts.ts';
import { openDatabase } from '../adapters/sqlite/database.ts';
import { createLedger } from '../adapters/sqlite/ledger.ts';
import { createLimits } from '../adapters/sqlite/limits.ts';
import { createPace } from '../adapters/sqlite/pace.ts';
import { createSubscribers } from '../adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../adapters/sqlite/suppressions.ts';
import type { Config } from './config.ts';
import type { Tables } from './tables.ts';

export type Store = Tables & { close(): void };

/** The SDK is loaded only for a table. */
export async function openStore(config: Config): Promise<Store> {
  if (config.store === 'sqlite') return openSqliteStore(config);
  const { openTables, prepareEmulator } = await import('./dynamodb-tables.ts');
  if (config.emulated) await prepareEmulator(config.table);
  return openTables(config.table);
}

function openSqliteStore({ dataDir, mailer }: Config): Store {
  // A power cut must not undo the write-ahead of a real message that has gone.
  const database = openDatabase(join(dataDir, 'broadsheet.db'), { durable: mailer !== 'outbox' });
  return {
    subscribers: createSubscribers(database),
    suppressions: createSuppressions(database),
    counts: createDailyCounts(database),
    limits: createLimits(database),
    ledger: createLedger(database),
    pace: createPace(database),
    close: () => database.close(),
  };
}
