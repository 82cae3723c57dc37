/** Letters that are being sent, thawed and encoded once. */
import { type Prepared, prepare } from '../../domain/letters/compose.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { thaw } from './frozen-letters.ts';

export type LetterShelf = (hash: string) => Promise<Prepared>;

/** A run has one letter, rarely two. */
const KEPT = 4;

export function createLetterShelf(blobs: Blobs): LetterShelf {
  const kept = new Map<string, Promise<Prepared>>();
  return (hash) => {
    let letter = kept.get(hash);
    if (!letter) {
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
      letter = thaw(blobs, hash).then((thawed) => prepare(thawed, hash));
      // What failed is asked for again.
      letter.catch(() => kept.delete(hash));
      kept.set(hash, letter);
    }
    return letter;
  };
}
