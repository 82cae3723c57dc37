/** Compares a new release with the live one, and reports stories that changed their names as problems. */
import { createFolderBlobs } from '../../adapters/fs/blobs.ts';
import { createFolderFiles } from '../../adapters/fs/files.ts';
import { createFolderPointers } from '../../adapters/fs/pointers.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Blobs, Pointers } from '../../domain/release/release.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Config } from '../config.ts';
import { storeFolderOf } from './published.ts';

export type LiveStore = { blobs: Blobs; pointers: Pick<Pointers, 'read'> };

/** Opens the store of this machine read-only: no missing folder is made. */
export const openLiveStore = (config: Config): LiveStore => ({
  blobs: createFolderBlobs(storeFolderOf(config), { durable: false }),
  pointers: createFolderPointers(storeFolderOf(config)),
});

/** `compared`: the live release; undefined if there is none, or nothing was built. */
export async function compareWithLive(
  config: Config,
  { hash, blobs }: { hash: string | undefined; blobs: Blobs },
  live: LiveStore,
  now: Instant,
): Promise<{ compared: string | undefined; problems: readonly Problem[] }> {
  const compared = hash === undefined ? undefined : (await live.pointers.read())?.release;
  if (hash === undefined || compared === undefined || compared === hash) return { compared, problems: [] };
  const { compareReleases } = await import('../../flows/release/compare-releases.ts');
  const { locateFaults } = await import('../../flows/release/locate-faults.ts');
  const was = { blobs: live.blobs, hash: compared };
  const faults = await compareReleases(was, { blobs, hash }, now);
  return { compared, problems: await locateFaults(createFolderFiles(config.contentDir, 'content'), faults) };
}
