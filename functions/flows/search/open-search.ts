/** Opens a release's search index: reads its list of articles with the first query, each shard when a word asks for it. */
import { mapInParallel } from '../../domain/in-parallel.ts';
import type { Release } from '../../domain/release/release.ts';
import { BLOCK_END, decodeEntries, type IndexedEntry, shardOfWord } from '../../domain/search/index-block.ts';
import type { Shards } from '../../domain/search/match-word.ts';
import { placeOfShard, type SearchIndex, SHARD_END } from '../../domain/search/search-index.ts';
import { decodeShard, type Shard } from '../../domain/search/shard.ts';
import type { ObjectReader } from '../release/objects.ts';

export type OpenedIndex = {
  /** Every article of the release, visible or not. */
  entries: readonly IndexedEntry[];
  /** The shards that hold a word and all that begin like it. */
  shardsOf(word: string): Promise<Shards>;
};

/** Requests to the store at once. */
const MAX_READS_AT_ONCE = 16;

const parseIndex = (text: string): SearchIndex => JSON.parse(text) as SearchIndex;
const parseEntries = (text: string): readonly IndexedEntry[][] => text.split(BLOCK_END).map(decodeEntries);

const parseShards = (text: string): readonly Shard[] => text.split(SHARD_END).map(decodeShard);

/** The index of the release that was asked last by each reader: its articles are joined once. */
const opened = new WeakMap<ObjectReader, { object: string; index: Promise<OpenedIndex> }>();

/** undefined: the release was built by a version without a search. `reader` is the search's own, with a bound on its memory. */
export function openSearch({ index }: Release, reader: ObjectReader): Promise<OpenedIndex> | undefined {
  const object = index.search;
  if (object === undefined) return undefined;
  const known = opened.get(reader);
  if (known?.object === object) return known.index;
  const made = open(object, reader);
  opened.set(reader, { object, index: made });
  made.catch(() => opened.delete(reader));
  return made;
}

async function open(object: string, reader: ObjectReader): Promise<OpenedIndex> {
  const { segments } = await reader.read(object, parseIndex);
  const lists = await mapInParallel(segments, MAX_READS_AT_ONCE, ({ entries }) =>
    reader.read(entries, parseEntries),
  );
  const entries: IndexedEntry[] = [];
  const bases = lists.map((packs) =>
    packs.map((pack) => {
      const base = entries.length;
      entries.push(...pack);
      return base;
    }),
  );
  return {
    entries,
    shardsOf: async (word) => {
      const number = shardOfWord(word);
      const shards = await mapInParallel(segments, MAX_READS_AT_ONCE, async (segment) => {
        const { object, place } = placeOfShard(segment, number);
        return (await reader.read(object, parseShards))[place]!;
      });
      return shards.map((shard, i) => ({ shard, bases: bases[i]! }));
    },
  };
}
