/** The blob store in a folder: one file for each blob, written under a temporary name and renamed (atomic). */
import { randomBytes } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { isBlobKey } from '../../domain/release/release.ts';

/**
 * `durable` syncs each blob to the disk before the rename, so that a later pointer never names a blob that a power cut took. Blobs that a
 * build can make again need no such care.
 */
export function createFolderBlobs(root: string, options: { durable: boolean }): Blobs {
  const fileOf = (key: string) => (isBlobKey(key) ? join(root, key) : undefined);

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    const file = fileOf(key);
    if (!file) throw new BroadsheetError('invalid', `${key} cannot be the name of a blob.`);
    if (await exists(file)) return;
    try {
      await writeWhole(file, bytes, options.durable);
    } catch (error) {
      // This is the first blob of its folder, or the folder was deleted meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await mkdir(dirname(file), { recursive: true });
      await writeWhole(file, bytes, options.durable);
    }
  }

  return {
    put,
    get: async (key) => {
      const file = fileOf(key);
      return file === undefined ? undefined : readFile(file).catch(absent);
    },
    has: async (key) => {
      const file = fileOf(key);
      return file !== undefined && exists(file);
    },
  };
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    (error) => absent(error) !== undefined,
  );

function absent(error: NodeJS.ErrnoException): undefined {
  if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(error.code ?? '')) return undefined;
  throw new BroadsheetError('unavailable', 'The store cannot be read.', { cause: error });
}

/** Writes a file whole or not at all. If the process dies in between, a temporary file without references is left. */
async function writeWhole(file: string, bytes: Uint8Array, durable: boolean): Promise<void> {
  const draft = join(dirname(file), `.${randomBytes(9).toString('base64url')}`);
  try {
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(bytes);
      if (durable) await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
}
