/** The parts list of one machine: everything that is the same for the server, its worker and every command. */
import { join } from 'node:path';
import { createFolderBlobs } from '../adapters/fs/blobs.ts';
import { createFolderPointers } from '../adapters/fs/pointers.ts';
import { openSecrets } from '../adapters/fs/secrets.ts';
import { createDailyCounts } from '../adapters/sqlite/daily-counts.ts';
import { openDatabase } from '../adapters/sqlite/database.ts';
import { createLedger } from '../adapters/sqlite/ledger.ts';
import { createLimits } from '../adapters/sqlite/limits.ts';
import { createPace } from '../adapters/sqlite/pace.ts';
import { createSubscribers } from '../adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../adapters/sqlite/suppressions.ts';
import type { Clock } from '../domain/instant.ts';
import type { Ledger, Pace } from '../domain/ledger.ts';
import type { Blobs, Pointers } from '../domain/release.ts';
import type { Secrets } from '../domain/secrets.ts';
import type { DailyCounts, Limits, Subscribers, Suppressions } from '../domain/subscriber.ts';
import { createViews, type Views } from '../flows/view.ts';
import type { Config } from './config.ts';
import { makeDataFolder } from './data-folder.ts';

export type Local = {
  config: Config;
  clock: Clock;
  secrets: Secrets;
  /** The live store: DATA_DIR/store. */
  blobs: Blobs;
  pointers: Pointers;
  views: Views;
  subscribers: Subscribers;
  suppressions: Suppressions;
  counts: DailyCounts;
  limits: Limits;
  ledger: Ledger;
  pace: Pace;
  close(): void;
};

/** How old a view of what is live may be; an editor's is not to be old at all. Milliseconds. */
const REFRESH = 250;

export const storeFolder = (config: Config): string => join(config.dataDir, 'store');

export function openLocal(config: Config, clock: Clock, refresh: number = REFRESH): Local {
  makeDataFolder(config.dataDir);
  // A power cut may not take back a write-ahead after a real message has gone.
  const durable = config.mailer !== 'outbox';
  const database = openDatabase(join(config.dataDir, 'broadsheet.db'), { durable });
  const blobs = createFolderBlobs(storeFolder(config), { durable });
  const pointers = createFolderPointers(storeFolder(config));
  return {
    config,
    clock,
    secrets: openSecrets(config.dataDir),
    blobs,
    pointers,
    views: createViews({ blobs, pointers, clock }, { refresh }),
    subscribers: createSubscribers(database),
    suppressions: createSuppressions(database),
    counts: createDailyCounts(database),
    limits: createLimits(database),
    ledger: createLedger(database),
    pace: createPace(database),
    close: () => database.close(),
  };
}
