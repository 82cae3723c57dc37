/** Cache of the letters that are being sent, thawed and encoded once. */
import { createBoundedCache } from '../../domain/bounded-cache.ts';
import { type Prepared, prepare } from '../../domain/letters/compose.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { thaw } from './frozen-letters.ts';

export type LetterShelf = (hash: string) => Promise<Prepared>;

/** A run has one letter, rarely two. */
const KEPT = 4;

export function createLetterShelf(blobs: Blobs): LetterShelf {
  const kept = createBoundedCache<Promise<Prepared>>(KEPT);
  return (hash) => {
    let letter = kept.get(hash);
    if (!letter) {
      letter = thaw(blobs, hash).then((thawed) => prepare(thawed, hash));
      // What failed is asked for again.
      letter.catch(() => kept.delete(hash));
      kept.set(hash, letter);
    }
    return letter;
  };
}
