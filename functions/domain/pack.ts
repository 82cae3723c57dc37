/** Packs: fragments of about 32 neighbours in one compressed object. Which, only their names decide, so edits stay local. */
import { sha256 } from './hash.ts';

const AVERAGE = 32;
const LARGEST = 128;

/**
 * Cuts a list after each name whose hash says so: a name added or gone moves one cut at most and leaves all other packs as
 * they are (content-defined chunking).
 */
export function cut<T>(items: readonly T[], name: (item: T) => string): T[][] {
  const packs: T[][] = [];
  let open: T[] = [];
  for (const item of items) {
    open.push(item);
    if (open.length === LARGEST || endsPack(name(item))) {
      packs.push(open);
      open = [];
    }
  }
  return open.length > 0 ? [...packs, open] : packs;
}

const endsPack = (name: string): boolean => Number.parseInt(sha256(name).slice(0, 8), 16) % AVERAGE === 0;
