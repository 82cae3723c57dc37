/** Blobs in a folder: one file each, written beside its place and renamed into it. */
import { randomBytes } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { isBlobKey } from '../../domain/release/release.ts';

/**
 * `durable` syncs each blob to the disk before it takes its name, so that a pointer flipped later names nothing that a
 * power cut could take away; what a build can make again needs no such care.
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
      // The first blob of its folder, or somebody deleted the folder meanwhile.
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

/** Whole or not at all, also when the process dies in between: what is left then is a temporary file that nobody names. */
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
