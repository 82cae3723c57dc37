/**
 * Packs (chunks): the fragments of about 32 neighbouring articles in one compressed object. File names alone decide which articles share
 * a pack, so that editing one article rewrites one pack.
 */
import { sha256 } from '../hash.ts';

const AVERAGE = 32;
const LARGEST = 128;

/**
 * True if a pack of `size` ends with the article of this name (content-defined chunking). A name that is added or removed moves one
 * border as a rule, and leaves all other packs as they are.
 */
const endsPack = (name: string, size: number): boolean =>
  size >= LARGEST || Number.parseInt(sha256(name).slice(0, 8), 16) % AVERAGE === 0;

/**
 * `files` are sorted by name, and so are the packs. `known`: names of the pack that began with `first` in the last build. Where they
 * still follow each other, they are not hashed again.
 */
export function packsOf<T extends { path: string }>(
  files: readonly T[],
  known: (first: string) => readonly string[] | undefined = () => undefined,
): T[][] {
  const packs: T[][] = [];
  for (let start = 0; start < files.length; ) {
    const names = known(files[start]!.path);
    const size = (names && knownSize(files, start, names)) ?? newSize(files, start);
    packs.push(files.slice(start, start + size));
    start += size;
  }
  return packs;
}

function newSize(files: readonly { path: string }[], start: number): number {
  for (let size = 1; start + size < files.length; size++)
    if (endsPack(files[start + size - 1]!.path, size)) return size;
  return files.length - start;
}

/** The last pack of a build may have ended only because no file followed, so the end of a known pack is checked again. */
function knownSize(
  files: readonly { path: string }[],
  start: number,
  names: readonly string[],
): number | undefined {
  const size = names.length;
  if (names.some((name, i) => name !== files[start + i]?.path)) return undefined;
  return start + size === files.length || endsPack(names.at(-1)!, size) ? size : undefined;
}
