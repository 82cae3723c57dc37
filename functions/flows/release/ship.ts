/** Ships a release: copies the blobs that the store lacks. The mark that the release is whole is written last. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { indexKey, isMediaKey, objectKey, wholeKey } from '../../domain/release/release.ts';
import { readObject } from './objects.ts';
import { readIndex } from './open-release.ts';

/** Blobs that are copied at once: enough to keep a disk or a network busy. */
const AT_ONCE = 16;

/**
 * `live`: the live release. If it is whole, the store is not asked for its blobs again: an edit among ten thousand pictures asks for a
 * handful. Throws `broken` if the build lacks a file.
 */
export async function ship(from: Blobs, to: Blobs, hash: string, live?: string): Promise<void> {
  if (await to.has(wholeKey(hash))) return;
  const known = await keptBy(to, live);
  const keys = (await keysOf(from, hash)).filter((key) => !known.has(key));
  await eachOf(keys, (key) => copy(from, to, key));
  await copy(from, to, indexKey(hash));
  await markWhole(to, hash);
}

/** Files that the release names and `store` lacks, pictures included. The release's index must be in the store. */
export async function lackedBy(store: Blobs, hash: string, live?: string): Promise<readonly string[]> {
  if (await store.has(wholeKey(hash))) return [];
  const known = await keptBy(store, live);
  const lacked: string[] = [];
  await eachOf(await keysOf(store, hash), async (key) => {
    if (!known.has(key) && !(await store.has(key))) lacked.push(key);
  });
  return lacked.sort();
}

export const markWhole = (store: Blobs, hash: string): Promise<void> =>
  store.put(wholeKey(hash), new Uint8Array());

/** Keys that a deployment ships: the text, and the style sheets and scripts of its pages. `publish` ships the pictures. */
export const textKeys = async (from: Blobs, hash: string): Promise<readonly string[]> =>
  [...(await keysOf(from, hash)), indexKey(hash)].filter((key) => !isMediaKey(key));

async function keysOf(blobs: Blobs, hash: string): Promise<readonly string[]> {
  const { files } = await readIndex(blobs, hash);
  const named = (await readObject(blobs, files)).split('\n').filter(Boolean);
  return [...named, objectKey(files)];
}

/** Keys of a whole release. None if the release cannot be read, or came with a deployment and waits for its pictures. */
async function keptBy(store: Blobs, hash: string | undefined): Promise<ReadonlySet<string>> {
  if (hash === undefined || !(await store.has(wholeKey(hash)))) return new Set();
  return new Set(await keysOf(store, hash).catch(() => []));
}

async function eachOf(keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  const waiting = keys.values();
  // The loops share one iterator: each takes the next key when it is done with its last.
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const key of waiting) await work(key);
    }),
  );
}

async function copy(from: Blobs, to: Blobs, key: string): Promise<void> {
  if (await to.has(key)) return;
  const bytes = await from.get(key);
  if (!bytes) {
    throw new BroadsheetError('broken', `The build lacks ${key}, which its release needs.`, {
      remedy: 'Delete dist/ and build again.',
    });
  }
  await to.put(key, bytes);
}
