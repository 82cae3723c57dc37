/** Reads parts of the blobs in a folder, as streams. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type BlobRanges, isBlobKey } from '../../domain/release/release.ts';

export const createFolderRanges = (root: string): BlobRanges => ({
  size: async (key) => {
    const found = isBlobKey(key) ? await stat(join(root, key)).catch(() => undefined) : undefined;
    return found?.isFile() ? found.size : undefined;
  },
  read: (key, first, last) =>
    Readable.toWeb(createReadStream(join(root, key), { start: first, end: last })) as ReadableStream<
      Uint8Array<ArrayBuffer>
    >,
});
