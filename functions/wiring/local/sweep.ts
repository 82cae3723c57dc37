/** Keeps the two folders of releases from growing for ever: the live store, and the one that builds go to. */
import { createFolderBlobs } from '../../adapters/fs/blobs.ts';
import { createFolderCache } from '../../adapters/fs/build-cache.ts';
import { createFolderPointers } from '../../adapters/fs/pointers.ts';
import { createFolderShelves } from '../../adapters/fs/shelves.ts';
import { DAY } from '../../domain/time/instant.ts';
import { decodeCache } from '../../flows/build/build-cache.ts';
import { sweepStore } from '../../flows/release/sweep.ts';
import type { Config } from '../config.ts';
import { storeFolder } from './published.ts';

const NEWEST = 20;
/** Going back a month is one command. */
const IN_STORE = 30 * DAY;
/** A build's folder can be made again from git. */
const IN_DIST = DAY;

/** `now` is the real time, as the files are dated, whatever CLOCK says. */
export async function sweepStores(config: Config, now: number): Promise<void> {
  const store = storeFolder(config);
  const pointers = createFolderPointers(store);
  await sweepStore(
    portsOf(store),
    {
      newest: NEWEST,
      age: IN_STORE,
      keptRelease: async () => (await pointers.read())?.release,
      earlierReleases: async () => (await pointers.read())?.before ?? [],
      keptObject: async () => (await pointers.read())?.changes,
    },
    now,
  );
  const cache = createFolderCache(config.distDir);
  await sweepStore(
    portsOf(config.distDir),
    {
      newest: NEWEST,
      age: IN_DIST,
      // The next build takes over from it.
      keptRelease: async () => decodeCache(await cache.load())?.head.release,
      keptObject: async () => undefined,
    },
    now,
  );
}

const portsOf = (folder: string) => ({
  blobs: createFolderBlobs(folder, { durable: false }),
  shelves: createFolderShelves(folder),
});
