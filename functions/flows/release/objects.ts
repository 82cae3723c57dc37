/** Objects: content-addressed texts, named by their SHA-256 and stored compressed. An LRU cache keeps decoded ones. */
import { constants, zstdCompress, zstdCompressSync, zstdDecompress } from 'node:zlib';
import { createBoundedCache } from '../../domain/bounded-cache.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { objectKey } from '../../domain/release/release.ts';

// An import of node:util would evaluate all of its exports: 5 to 14 ms of every start.
const { promisify } = process.getBuiltinModule('node:util');

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Level 1 halves the time of zstd's default, 3, and costs 6 % of the size. A chunk that holds the whole output saves copies. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: 64 * 1024 };

export const encodeObject = async (text: string): Promise<Uint8Array> =>
  own(await compress(text, COMPRESSION));

/** Compresses on the calling thread, for callers that keep every thread busy anyway. */
export const encodeObjectNow = (text: Uint8Array): Uint8Array => own(zstdCompressSync(text, COMPRESSION));

/** Copies zstd's output out of its chunk, which would else stay in memory: 150 MB for 10,000 articles. */
const own = (part: Uint8Array): Uint8Array => new Uint8Array(part);

/** Throws `broken` if the object is missing or damaged. */
export async function readObject(blobs: Blobs, hash: string): Promise<string> {
  const bytes = await blobs.get(objectKey(hash));
  if (!bytes) throw damaged(hash, 'is missing');
  try {
    return (await decompress(bytes)).toString('utf8');
  } catch (cause) {
    throw damaged(hash, 'is damaged', cause);
  }
}

const damaged = (hash: string, how: string, cause?: unknown) =>
  new BroadsheetError('broken', `The object ${hash} of a release ${how}.`, {
    remedy: 'Build and publish again; if the error stays, delete dist/ first.',
    cause,
  });

/** An object must be read with the same `decode` each time: the cache keeps one decoded value of it. */
export type ObjectReader = { read<T>(hash: string, decode: (text: string) => T): Promise<T> };

/** The cache evicts the least recently read objects when its objects were decoded from more than `limit` characters. */
export function createObjectReader(blobs: Blobs, limit = 16_000_000): ObjectReader {
  type Entry = { value: Promise<unknown>; size: number };
  const remembered = createBoundedCache<Entry>(limit, ({ size }) => size);

  async function load<T>(hash: string, decode: (text: string) => T): Promise<T> {
    try {
      const text = await readObject(blobs, hash);
      const entry = remembered.get(hash);
      // The entry's cost is known only now.
      if (entry) remembered.set(hash, { ...entry, size: text.length });
      return decode(text);
    } catch (error) {
      remembered.delete(hash);
      throw error;
    }
  }

  return {
    read: <T>(hash: string, decode: (text: string) => T) => {
      const found = remembered.get(hash);
      if (found) return found.value as Promise<T>;
      const value = load(hash, decode);
      remembered.set(hash, { value, size: 0 });
      return value;
    },
  };
}
