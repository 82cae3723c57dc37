/** Lists and deletes the objects and releases in a folder of blobs, with their age, for housekeeping (garbage collection). */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredItem, StoreListing } from '../../domain/release/release.ts';
import { wholeMarkKey } from '../../domain/release/release.ts';
import { folderLockOf } from './hold.ts';

export function createFolderListing(root: string): StoreListing {
  const { alone } = folderLockOf(root);
  return {
    withExclusiveLock: alone,
    objects: () => list(join(root, 'objects'), ''),
    releases: () => list(join(root, 'release'), 'index.json'),
    deleteObject: (name) => rm(join(root, 'objects', name), { force: true }),
    deleteRelease: async (name) => {
      // The mark of completeness goes first: after a crash no mark may vouch for missing files.
      await rm(join(root, wholeMarkKey(name)), { force: true });
      await rm(join(root, 'release', name), { recursive: true, force: true });
    },
  };
}

/** `dated`: the file whose time is the age of an entry. */
async function list(folder: string, dated: string): Promise<StoredItem[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found: StoredItem[] = [];
  for (const name of names) {
    const about = await stat(join(folder, name, dated)).catch(() => undefined);
    if (about) found.push({ name, at: about.mtimeMs });
  }
  return found;
}
