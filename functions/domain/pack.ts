/** Packs: fragments of about 32 neighbours in one compressed object. Which, only their names decide, so edits stay local. */
import { sha256 } from './hash.ts';

const AVERAGE = 32;
const LARGEST = 128;

/**
 * Whether a pack of `size` is complete with the article of this name. A name added or gone moves one border at most and
 * leaves all other packs as they are (content-defined chunking).
 */
const endsPack = (name: string, size: number): boolean =>
  size >= LARGEST || Number.parseInt(sha256(name).slice(0, 8), 16) % AVERAGE === 0;

/** `files` in the order of their names, which is the order within packs and between them. */
export function packsOf<T extends { path: string }>(files: readonly T[]): T[][] {
  const packs: T[][] = [];
  let open: T[] = [];
  for (const file of files) {
    open.push(file);
    if (!endsPack(file.path, open.length)) continue;
    packs.push(open);
    open = [];
  }
  return open.length > 0 ? [...packs, open] : packs;
}
