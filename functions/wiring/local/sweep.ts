/** Garbage collection of the two folders of releases: the live store, and the output folder of builds. */
import { createFolderBlobs } from '../../adapters/fs/blobs.ts';
import { createFolderCache } from '../../adapters/fs/build-cache.ts';
import { createFolderPointers } from '../../adapters/fs/pointers.ts';
import { createFolderListing } from '../../adapters/fs/store-listing.ts';
import { DAY } from '../../domain/time/instant.ts';
import { decodeCache } from '../../flows/build/build-cache.ts';
import { sweepStore } from '../../flows/release/sweep.ts';
import type { Config } from '../config.ts';
import { storeFolderOf } from './published.ts';

const KEPT_RELEASES = 20;
/** Releases of the store are kept for this long, so that one command can go back a month (rollback). */
const STORE_RETENTION = 30 * DAY;
/** Releases of the build's folder are kept for this long: a build from git makes them again. */
const DIST_RETENTION = DAY;

/** `now`: the real time, which dates the files, whatever CLOCK says. */
export async function sweepStores(config: Config, now: number): Promise<void> {
  const store = storeFolderOf(config);
  const pointers = createFolderPointers(store);
  await sweepStore(
    portsOf(store),
    {
      newest: KEPT_RELEASES,
      age: STORE_RETENTION,
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
      newest: KEPT_RELEASES,
      age: DIST_RETENTION,
      // The next build reuses parts of the last one.
      keptRelease: async () => decodeCache(await cache.load())?.head.release,
      keptObject: async () => undefined,
    },
    now,
  );
}

const portsOf = (folder: string) => ({
  blobs: createFolderBlobs(folder, { durable: false }),
  listing: createFolderListing(folder),
});
