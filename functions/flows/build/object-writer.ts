/**
 * Writes a build's objects, none twice and none that the last build wrote. Objects are compressed while the next is made, and written once
 * the release is certain. The release's index is written last, so that a release with an index is whole.
 */
import { hashOf, sha256 } from '../../domain/hash.ts';
import {
  type Blobs,
  indexKey,
  objectKey,
  RELEASE_FORMAT,
  type ReleaseIndex,
} from '../../domain/release/release.ts';
import { encodeObject } from '../release/objects.ts';

/** Hash of the parts that an object was made from → hash of the object. */
export type ObjectCache = Readonly<Record<string, string>>;

export type ObjectWriter = {
  /** Names the text and compresses it in the background. */
  write(text: string): Promise<string>;
  /** The same, but calls `make` only if the last build made no object from the same parts (memoize). */
  reuseOrWrite(parts: readonly string[], make: () => string | Promise<string>): Promise<string>;
  /** Takes an object that a renderer has named and compressed. */
  takeEncoded(object: string, bytes: Uint8Array): void;
  /** Keeps an object of the last build that this one needs as it is. */
  keep(object: string): void;
  /** All objects of this build. */
  objects(): ReadonlySet<string>;
  cache(): ObjectCache;
  /** Writes the new objects and returns their number. */
  flush(): Promise<number>;
};

/** The most objects in compression, on libuv's threads, while the main thread makes the next; the most files written at once. */
const MAX_COMPRESSED_AT_ONCE = 4;
const MAX_WRITTEN_AT_ONCE = 16;

export function createObjectWriter(
  out: Blobs,
  last: { cache: ObjectCache; objects: ReadonlySet<string> },
): ObjectWriter {
  const objects = new Set<string>();
  const cache: Record<string, string> = {};
  const pending = new Map<string, Promise<void>>();
  const ready = new Map<string, Uint8Array>();

  async function compress(hash: string, text: string): Promise<void> {
    ready.set(hash, await encodeObject(text));
    pending.delete(hash);
  }

  async function write(text: string): Promise<string> {
    const hash = sha256(text);
    if (!objects.has(hash) && !last.objects.has(hash)) {
      while (pending.size >= MAX_COMPRESSED_AT_ONCE) await Promise.race(pending.values());
      pending.set(hash, compress(hash, text));
    }
    objects.add(hash);
    return hash;
  }

  return {
    write,
    reuseOrWrite: async (parts, make) => {
      const signature = hashOf(...parts);
      const object = last.cache[signature] ?? (await write(await make()));
      objects.add(object);
      cache[signature] = object;
      return object;
    },
    takeEncoded: (object, bytes) => {
      if (!objects.has(object) && !last.objects.has(object)) ready.set(object, bytes);
      objects.add(object);
    },
    keep: (object) => void objects.add(object),
    objects: () => objects,
    cache: () => cache,
    flush: async () => {
      await Promise.all(pending.values());
      const waiting = ready.entries();
      const work = async () => {
        for (const [hash, bytes] of waiting) await out.put(objectKey(hash), bytes);
      };
      await Promise.all(Array.from({ length: MAX_WRITTEN_AT_ONCE }, work));
      return ready.size;
    },
  };
}

/** `files`: keys of the media and assets that the release needs. Returns its hash and the number of objects written. */
export async function writeRelease(
  index: Omit<ReleaseIndex, 'files' | 'format'>,
  files: Iterable<string>,
  writer: ObjectWriter,
  out: Blobs,
): Promise<{ hash: string; written: number }> {
  const keys = [...[...writer.objects()].map(objectKey), ...new Set(files)].sort();
  const manifest = await writer.write(keys.join('\n'));
  const text = JSON.stringify({ format: RELEASE_FORMAT, ...index, files: manifest } satisfies ReleaseIndex);
  const written = await writer.flush();
  const hash = sha256(text);
  await out.put(indexKey(hash), new TextEncoder().encode(text));
  return { hash, written };
}
