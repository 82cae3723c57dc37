/** Ships a release: copies the blobs that the store lacks. The mark that the release is whole is written last. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { indexKey, isMediaKey, objectKey, wholeMarkKey } from '../../domain/release/release.ts';
import { dispositionOf } from '../../domain/site/content-types.ts';
import { readObject } from './objects.ts';
import { readIndex } from './open-release.ts';

/** Blobs that are copied at once: enough to keep a disk or a network busy. */
const MAX_COPIES_AT_ONCE = 16;
/** A film or a podcast fills the memory, and the line, by itself. */
const MAX_DOWNLOADS_AT_ONCE = 1;
const isDownload = (key: string): boolean => dispositionOf(key) !== undefined;

/**
 * `live`: the live release. If it is whole, the store is not asked for its blobs again: an edit among ten thousand pictures asks for a
 * handful. Throws `broken` if the build lacks a file.
 */
export async function ship(from: Blobs, to: Blobs, hash: string, live?: string): Promise<void> {
  if (await to.has(wholeMarkKey(hash))) return;
  const known = await readKeysIfWhole(to, live);
  const keys = (await readKeys(from, hash)).filter((key) => !known.has(key));
  const copy = (key: string) => copyBlob(from, to, key);
  await forEachKey(
    keys.filter((key) => !isDownload(key)),
    copy,
  );
  await forEachKey(keys.filter(isDownload), copy, MAX_DOWNLOADS_AT_ONCE);
  await copyBlob(from, to, indexKey(hash));
  await markWhole(to, hash);
}

/** Files that the release names and `store` lacks, pictures included. The release's index must be in the store. */
export async function listMissing(store: Blobs, hash: string, live?: string): Promise<readonly string[]> {
  if (await store.has(wholeMarkKey(hash))) return [];
  const known = await readKeysIfWhole(store, live);
  const lacked: string[] = [];
  await forEachKey(await readKeys(store, hash), async (key) => {
    if (!known.has(key) && !(await store.has(key))) lacked.push(key);
  });
  return lacked.sort();
}

export const markWhole = (store: Blobs, hash: string): Promise<void> =>
  store.put(wholeMarkKey(hash), new Uint8Array());

/** Keys that a deployment ships: the text, and the style sheets and scripts of its pages. `publish` ships the pictures. */
export const listTextKeys = async (from: Blobs, hash: string): Promise<readonly string[]> =>
  [...(await readKeys(from, hash)), indexKey(hash)].filter((key) => !isMediaKey(key));

async function readKeys(blobs: Blobs, hash: string): Promise<readonly string[]> {
  const { files } = await readIndex(blobs, hash);
  const named = (await readObject(blobs, files)).split('\n').filter(Boolean);
  return [...named, objectKey(files)];
}

/** Keys of a whole release. None if the release cannot be read, or came with a deployment and waits for its pictures. */
async function readKeysIfWhole(store: Blobs, hash: string | undefined): Promise<ReadonlySet<string>> {
  if (hash === undefined || !(await store.has(wholeMarkKey(hash)))) return new Set();
  return new Set(await readKeys(store, hash).catch(() => []));
}

async function forEachKey(
  keys: readonly string[],
  work: (key: string) => Promise<void>,
  atOnce = MAX_COPIES_AT_ONCE,
): Promise<void> {
  const waiting = keys.values();
  // The loops share one iterator: each takes the next key when it is done with its last.
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const key of waiting) await work(key);
    }),
  );
}

async function copyBlob(from: Blobs, to: Blobs, key: string): Promise<void> {
  if (await to.has(key)) return;
  const bytes = await from.get(key);
  if (!bytes) {
    throw new BroadsheetError('broken', `The build lacks ${key}, which its release needs.`, {
      remedy: 'Delete dist/ and build again.',
    });
  }
  await to.put(key, bytes);
}
