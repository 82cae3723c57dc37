/** Frozen letters: a letter is stored as a content-addressed blob before its run is created; an LRU cache keeps the letters being sent. */

import { createHash } from 'node:crypto';
import { createBoundedCache } from '../../domain/bounded-cache.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { type PreparedLetter, prepareLetter } from '../../domain/letters/compose.ts';
import type { Letter } from '../../domain/letters/letter.ts';
import type { Blobs } from '../../domain/release/release.ts';

const keyOf = (hash: string): string => `letters/${hash}`;

/** Returns the letter's hash. Freezing the same letter twice stores one blob. */
export async function freezeLetter(blobs: Blobs, letter: Letter): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(letter));
  const hash = createHash('sha256').update(bytes).digest('hex');
  await blobs.put(keyOf(hash), bytes);
  return hash;
}

/** Throws `not-found` if the blob is missing. */
export async function loadLetter(blobs: Pick<Blobs, 'get'>, hash: string): Promise<Letter> {
  const bytes = await blobs.get(keyOf(hash));
  if (!bytes) {
    throw new BroadsheetError('not-found', `The letter ${hash} is not in the store.`, {
      remedy: 'Restore letters/ from a backup; letters are never pruned.',
    });
  }
  return JSON.parse(new TextDecoder().decode(bytes)) as Letter;
}

export type LetterCache = (hash: string) => Promise<PreparedLetter>;

/** The most letters in the cache: a run has one letter, rarely two. */
const CACHED_LETTERS = 4;

/** Loads and encodes each letter once. */
export function createLetterCache(blobs: Blobs): LetterCache {
  const kept = createBoundedCache<Promise<PreparedLetter>>(CACHED_LETTERS);
  return (hash) => {
    let letter = kept.get(hash);
    if (!letter) {
      letter = loadLetter(blobs, hash).then((thawed) => prepareLetter(thawed, hash));
      // A failure is not cached: the next call loads the letter again.
      letter.catch(() => kept.delete(hash));
      kept.set(hash, letter);
    }
    return letter;
  };
}
