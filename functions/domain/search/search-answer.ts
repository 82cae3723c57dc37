/** The answer to a search, as its page shows it. */
import type { Entry } from '../content/article.ts';
import type { Excerpt } from './excerpt.ts';

export type SearchResult = { entry: Entry; title: Excerpt; excerpt: Excerpt };

export type SearchAnswer = {
  /** False if the query has no word to look for, and no topic. */
  hasWords: boolean;
  total: number;
  results: readonly SearchResult[];
  /** Numbers of this page and of the last one. */
  page: number;
  pages: number;
  /** Words that no article has, each with the word that was looked for instead. */
  meant: ReadonlyMap<string, string>;
  /** True if no article has all words: these have the most. */
  partial: boolean;
  /** True if a part of the query was left out, or if a phrase was looked for in the best articles alone. */
  cut: boolean;
};
