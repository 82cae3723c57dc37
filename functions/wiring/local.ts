/** The parts list of one machine: everything that is the same for the server, its worker and every command. */
import { join } from 'node:path';
import type { Parameters } from '../adapters/aws4fetch/parameters.ts';
import { createFolderBlobs } from '../adapters/fs/blobs.ts';
import { createFolderPointers } from '../adapters/fs/pointers.ts';
import { openSecrets } from '../adapters/fs/secrets.ts';
import type { Clock } from '../domain/instant.ts';
import type { Doorbell } from '../domain/ledger.ts';
import type { Blobs, Pointers } from '../domain/release.ts';
import type { Secrets } from '../domain/secrets.ts';
import { createViews, type Views } from '../flows/view.ts';
import type { Config } from './config.ts';
import { makeDataFolder } from './data-folder.ts';
import { openStore, type Store } from './store.ts';

export type Local = Store & {
  config: Config;
  clock: Clock;
  secrets: Secrets;
  /** The live store: DATA_DIR/store. */
  blobs: Blobs;
  pointers: Pointers;
  views: Views;
  /** A deployed stage: its own functions deliver, and are woken by its doorbell. */
  remote?: { doorbell: Doorbell; share: number; parameters: Parameters; prefix: string };
};

/** How old a view of what is live may be; an editor's is not to be old at all. Milliseconds. */
const REFRESH = 250;

export const storeFolder = (config: Config): string => join(config.dataDir, 'store');

export async function openLocal(config: Config, clock: Clock, refresh: number = REFRESH): Promise<Local> {
  makeDataFolder(config.dataDir);
  const blobs = createFolderBlobs(storeFolder(config), { durable: config.mailer !== 'outbox' });
  const pointers = createFolderPointers(storeFolder(config));
  return {
    config,
    clock,
    secrets: openSecrets(config.dataDir),
    blobs,
    pointers,
    views: createViews({ blobs, pointers, clock }, { refresh }),
    ...(await openStore(config)),
  };
}
