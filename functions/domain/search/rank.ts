/** Ranking: BM25 over the visible articles, with a boost for titles (in the postings' weights) and a mild one for recent articles. */
import type { IndexedEntry } from './index-block.ts';

/** Okapi BM25's constants. K1 is at the upper end of what is usual, so that a title's boost is not lost among frequent words. */
const K1 = 2;
const B = 0.6;

/** How much an article of today gains over one of long ago, and the days in which the gain falls to half. */
const RECENCY_GAIN = 0.25;
const RECENCY_HALF_LIFE = 180;
const DAY_LENGTH = 86_400_000;

/** A word that more than this share of the articles has says little: results may lack it, if another word is rarer. */
const COMMON_SHARE = 0.4;

/** Of one word of a query: the weight of each article, by its number; 0 if the article lacks it. */
export type WordWeights = Float32Array;
export type Ranked = { article: number; score: number };

export type RankedArticles = {
  /** The articles that have every word, best first. */
  all: readonly Ranked[];
  /** True if no article has every word: `all` has those with the most words. */
  partial: boolean;
};

export const countHits = (weights: WordWeights): number => {
  let hits = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i]! > 0) hits++;
  return hits;
};

/** `allowed`: 1 for an article that may be shown. Weights of other articles are ignored, so that they change neither order nor count. */
export function rank(
  entries: readonly IndexedEntry[],
  allowed: Uint8Array,
  words: readonly WordWeights[],
): RankedArticles {
  const { count, size, newest } = measure(entries, allowed);
  const hits = words.map(countHits);
  const isRare = hits.map((n) => n <= count * COMMON_SHARE);
  const needed = words.map((_, i) => isRare[i]! || !isRare.some(Boolean));
  const most = needed.filter(Boolean).length;
  const found: (Ranked & { have: number })[] = [];
  for (let article = 0; article < entries.length; article++) {
    if (allowed[article] === 0) continue;
    let [score, have] = [0, 0];
    const { size: length, date } = entries[article]!;
    for (let i = 0; i < words.length; i++) {
      const weight = words[i]![article]!;
      if (weight === 0) continue;
      if (needed[i]) have++;
      const idf = Math.log(1 + (count - hits[i]! + 0.5) / (hits[i]! + 0.5));
      score += (idf * weight * (K1 + 1)) / (weight + K1 * (1 - B + (B * length) / size));
    }
    if (have === 0 && words.length > 0) continue;
    const age = Math.max(0, newest - date) / DAY_LENGTH;
    found.push({ article, have, score: score * (1 + RECENCY_GAIN * 2 ** (-age / RECENCY_HALF_LIFE)) });
  }
  const best = found.reduce((top, one) => Math.max(top, one.have), 0);
  const all = found.filter(({ have }) => have === best).sort((a, b) => compare(entries, a, b));
  return { all, partial: best < most && all.length > 0 };
}

/** Equal scores are ordered by date, then by id, so that an answer is the same everywhere. */
function compare(entries: readonly IndexedEntry[], a: Ranked, b: Ranked): number {
  const [one, other] = [entries[a.article]!, entries[b.article]!];
  return b.score - a.score || other.date - one.date || (one.id < other.id ? 1 : -1);
}

/** Of the articles that may be shown: their number, their mean size, and the date of the newest. */
function measure(entries: readonly IndexedEntry[], allowed: Uint8Array) {
  let [count, total, newest] = [0, 0, 0];
  for (const [i, { size, date }] of entries.entries()) {
    if (allowed[i] === 0) continue;
    count++;
    total += size;
    newest = Math.max(newest, date);
  }
  return { count, size: total / Math.max(1, count) || 1, newest };
}
