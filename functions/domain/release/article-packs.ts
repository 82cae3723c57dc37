/**
 * Packs: fragments of about 32 neighbours in one compressed object. File names alone decide which, so that editing one article rewrites one
 * pack.
 */
import { sha256 } from '../hash.ts';

const AVERAGE = 32;
const LARGEST = 128;

/**
 * Whether a pack of `size` is complete with the article of this name. A name added or gone moves one border at most and
 * leaves all other packs as they are (content-defined chunking).
 */
const endsPack = (name: string, size: number): boolean =>
  size >= LARGEST || Number.parseInt(sha256(name).slice(0, 8), 16) % AVERAGE === 0;

/**
 * `files` in the order of their names, which is the order within packs and between them. `known`: names of the pack that once
 * began with this one; where they still stand there, they need not be hashed again.
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

/** The last pack of all may have ended only because there was nothing more. */
function knownSize(
  files: readonly { path: string }[],
  start: number,
  names: readonly string[],
): number | undefined {
  const size = names.length;
  if (names.some((name, i) => name !== files[start + i]?.path)) return undefined;
  return start + size === files.length || endsPack(names.at(-1)!, size) ? size : undefined;
}
