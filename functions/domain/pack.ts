/** Packs: fragments of about 32 neighbours in one compressed object. Which, only their names decide, so edits stay local. */
import { sha256 } from './hash.ts';

const AVERAGE = 32;
const LARGEST = 128;

/**
 * Whether a pack of `size` is complete with the article of this name. A name added or gone moves one border at most and
 * leaves all other packs as they are (content-defined chunking).
 */
export const endsPack = (name: string, size: number): boolean =>
  size >= LARGEST || Number.parseInt(sha256(name).slice(0, 8), 16) % AVERAGE === 0;
