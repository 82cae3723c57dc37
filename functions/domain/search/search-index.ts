/**
 * The search index of a release: segments of neighbouring packs. A segment's objects join the blocks of its packs, so that an edit makes
 * one segment anew, and a query reads one shard of each segment for each word.
 */
import { tableNumberOf } from '../release/lookup-table.ts';
import { SHARD_COUNT } from './index-block.ts';

/** `key`: a hash of all that the segment is made from; `packs`: the same of each pack, in order. */
export type SearchSegment = {
  key: string;
  packs: readonly string[];
  /** The list of its articles. */
  entries: string;
  /** Objects with as many shards each: one object with all of them, or one for each shard. */
  shards: readonly string[];
};
export type SearchIndex = { segments: readonly SearchSegment[] };

/** Stands between the shards that share an object. */
export const SHARD_END = '\v';

/** Below this number of packs a segment has one object for all its shards: an edit of a small publication writes few objects. */
const MIN_PACKS_TO_SHARD = 4;
export const objectCountFor = (packs: number): number => (packs < MIN_PACKS_TO_SHARD ? 1 : SHARD_COUNT);

/** The object that holds a shard, and the shard's place there. */
export function placeOfShard({ shards }: SearchSegment, shard: number): { object: string; place: number } {
  const each = SHARD_COUNT / shards.length;
  return { object: shards[Math.floor(shard / each)]!, place: shard % each };
}

const MIN_PACKS = 8;
const AVERAGE_PACKS = 24;
const MAX_PACKS = 64;

/**
 * Splits packs into segments by their names alone (content-defined chunking): a pack more or less moves one border as a rule. `nameOf`
 * gives the name of a pack's last file.
 */
export function splitIntoSegments<T>(packs: readonly T[], nameOf: (pack: T) => string): T[][] {
  const segments: T[][] = [];
  let open: T[] = [];
  for (const pack of packs) {
    open.push(pack);
    const isBorder = open.length >= MIN_PACKS && tableNumberOf(nameOf(pack), AVERAGE_PACKS) === 0;
    if (!isBorder && open.length < MAX_PACKS) continue;
    segments.push(open);
    open = [];
  }
  return open.length > 0 ? [...segments, open] : segments;
}
