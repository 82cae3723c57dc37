/** Weighs every article of the index by one word of a query: the word itself, its other forms, and words that begin with it. */

import { isOneEditAway } from './near-words.ts';
import type { QueryWord } from './query.ts';
import type { WordWeights } from './rank.ts';
import { type Shard, scanShard, takePostings } from './shard.ts';
import type { Stemmer } from './stem.ts';

/** One shard of every segment. `bases`: for each pack of each segment, the number of its first article. */
export type Shards = readonly { shard: Shard; bases: readonly number[] }[];

/** How much a word counts that is not the query's own. */
const SAME_STEM = 0.8;
const SAME_BEGINNING = 0.4;

/** `running` is four letters longer than `run`. */
const LONGEST_ENDING = 4;

/** `allowed`: 1 for an article that may be shown; the others weigh 0. */
export function weighArticles(
  shards: Shards,
  query: QueryWord,
  stemmer: Stemmer,
  allowed: Uint8Array,
): WordWeights {
  const weights = new Float32Array(allowed.length);
  for (const form of [query.word, ...query.forms]) {
    const likeness = createLikeness({ ...query, word: form }, stemmer);
    const { root } = likeness;
    for (const { shard, bases } of shards) {
      scanShard(shard, root, (start, end, pack) => {
        const isLonger = end - start > likeness.longestForm;
        const like = isLonger
          ? likeness.ofLonger(shard.text, start)
          : likeness.of(shard.text.slice(start, end));
        if (like === 0) return;
        takePostings(shard, end, (article, weight) => {
          const number = bases[pack]! + article;
          if (allowed[number] === 1) weights[number]! += like * weight;
        });
      });
    }
  }
  return weights;
}

function createLikeness({ word, open }: QueryWord, stemmer: Stemmer) {
  const stem = stemmer.stem(word);
  const known = new Map<string, number>();
  const judge = (other: string): number => {
    if (other === word) return 1;
    if (stemmer.stem(other) === stem) return SAME_STEM;
    return open && other.startsWith(word) ? SAME_BEGINNING : 0;
  };
  return {
    root: stemmer.rootOf(stem),
    /** A longer word is no form of this one: no ending is that long. */
    longestForm: word.length + LONGEST_ENDING,
    ofLonger: (text: string, start: number): number =>
      open && text.startsWith(word, start) ? SAME_BEGINNING : 0,
    of: (other: string): number => {
      const found = known.get(other) ?? judge(other);
      known.set(other, found);
      return found;
    },
  };
}

/** True for a word of a text that the query's word stands for: it is marked in excerpts. */
export const matchesWord = (query: QueryWord, stemmer: Stemmer): ((word: string) => boolean) => {
  const all = [query.word, ...query.forms].map((word) => createLikeness({ ...query, word }, stemmer));
  return (word) => all.some((likeness) => likeness.of(word) > 0);
};

/** The word one edit away that most allowed articles have; undefined if there is none. Equal ones are ordered by their letters. */
export function findMeantWord(shards: Shards, word: string, allowed: Uint8Array): string | undefined {
  const counts = new Map<string, number>();
  const near = new Map<string, boolean>();
  for (const { shard, bases } of shards) {
    scanShard(shard, word.slice(0, 1), (start, end, pack) => {
      if (Math.abs(end - start - word.length) > 1) return;
      const other = shard.text.slice(start, end);
      const isNear = near.get(other) ?? isOneEditAway(word, other);
      near.set(other, isNear);
      if (!isNear) return;
      takePostings(shard, end, (article) => {
        if (allowed[bases[pack]! + article] === 1) counts.set(other, (counts.get(other) ?? 0) + 1);
      });
    });
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}
