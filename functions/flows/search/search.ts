/** Searches the articles that are visible now. Nothing else counts: no total, no order, no suggestion depends on what is to come. */
import { mapInParallel } from '../../domain/in-parallel.ts';
import { isVisible } from '../../domain/release/release.ts';
import { excerptOf, type Matcher, markText } from '../../domain/search/excerpt.ts';
import { publicText } from '../../domain/search/index-block.ts';
import { findMeantWord, matchesWord, weighArticles } from '../../domain/search/match-word.ts';
import { mayBeMistyped } from '../../domain/search/near-words.ts';
import { parseQuery, type Query, type QueryWord } from '../../domain/search/query.ts';
import { countHits, type Ranked, rank, type WordWeights } from '../../domain/search/rank.ts';
import type { SearchAnswer, SearchResult } from '../../domain/search/search-answer.ts';
import { type Stemmer, stemmerFor } from '../../domain/search/stem.ts';
import { foldText, isDense, splitWords } from '../../domain/search/words.ts';
import type { View } from '../release/view.ts';
import { type OpenedIndex, openSearch } from './open-search.ts';

const RESULTS_PER_PAGE = 10;
/** Pages beyond are not made, so that a flood of them costs nothing. */
const MAX_PAGES = 50;

const NOTHING: SearchAnswer = {
  ...{
    hasWords: false,
    total: 0,
    results: [],
    page: 1,
    pages: 1,
    meant: new Map(),
    partial: false,
    cut: false,
  },
};

/** The part of a view that a search reads. */
type SearchedView = Pick<View, 'release' | 'withdrawn' | 'now' | 'indexReader'>;

/** `text`: as normaliseQuery gives it; `page`: from 1. undefined: the release was built by a version without a search. */
export async function search(
  view: SearchedView,
  text: string,
  page: number,
): Promise<SearchAnswer | undefined> {
  const index = await openSearch(view.release, view.indexReader);
  if (!index) return undefined;
  const { language } = view.release.index.publication;
  const query = parseQuery(text, language);
  if (query.words.length === 0 && query.topic === undefined) return { ...NOTHING, cut: query.cut };
  const stemmer = stemmerFor(language);
  const allowed = await allowArticles(view, index, query, stemmer);
  const { weights, words, meant } = await weighWords(index, query.words, stemmer, allowed);
  const { all, partial } = rank(index.entries, allowed, weights);
  const checked = await checkPhrases(view, index, all, query);
  const pages = Math.max(1, Math.min(MAX_PAGES, Math.ceil(checked.found.length / RESULTS_PER_PAGE)));
  const at = Math.min(page, pages);
  const shown = checked.found.slice((at - 1) * RESULTS_PER_PAGE, at * RESULTS_PER_PAGE);
  const matcher = createMatcher(words, stemmer);
  return {
    hasWords: true,
    total: checked.found.length,
    results: await mapInParallel(shown, shown.length || 1, (one) => makeResult(view, index, one, matcher)),
    ...{ page: at, pages, meant, partial, cut: query.cut || checked.cut },
  };
}

/** 1 for each article that is visible, of the wanted topic, and without the words that no result may have. */
async function allowArticles(
  { release, withdrawn, now }: SearchedView,
  index: OpenedIndex,
  query: Query,
  stemmer: Stemmer,
): Promise<Uint8Array> {
  const allowed = Uint8Array.from(index.entries, (entry) => (isVisible(entry, withdrawn, now) ? 1 : 0));
  const { topic } = query;
  if (topic !== undefined) {
    const { topics } = release.index.publication;
    const named = topics
      .filter(({ id, name }) => id === topic || foldText(name) === topic)
      .map(({ id }) => id);
    for (const [i, entry] of index.entries.entries()) if (!named.includes(entry.topic)) allowed[i] = 0;
  }
  for (const word of query.without) {
    const weights = weighArticles(await index.shardsOf(word.word), word, stemmer, allowed);
    for (let i = 0; i < weights.length; i++) if (weights[i]! > 0) allowed[i] = 0;
  }
  return allowed;
}

type WeighedWords = {
  weights: readonly WordWeights[];
  words: readonly QueryWord[];
  meant: ReadonlyMap<string, string>;
};

async function weighWords(
  index: OpenedIndex,
  words: readonly QueryWord[],
  stemmer: Stemmer,
  allowed: Uint8Array,
): Promise<WeighedWords> {
  const weights: WordWeights[] = [];
  const looked: QueryWord[] = [];
  const meant = new Map<string, string>();
  for (const word of words) {
    const shards = await index.shardsOf(word.word);
    let own = weighArticles(shards, word, stemmer, allowed);
    let used = word;
    if (meant.size < MAX_MEANT_WORDS && mayBeMistyped(word.word) && countHits(own) === 0) {
      const other = findMeantWord(shards, word.word, allowed);
      if (other !== undefined) {
        meant.set(word.word, other);
        used = { word: other, forms: [], open: false };
        own = weighArticles(shards, used, stemmer, allowed);
      }
    }
    weights.push(own);
    looked.push(used);
  }
  return { weights, words: looked, meant };
}

/** A guess compares the word with all that begin with its letter. */
const MAX_MEANT_WORDS = 3;
/** The index knows no places of words, so phrases are looked for in the texts of so many of the best articles. */
const MAX_PHRASE_ARTICLES = 100;
const MAX_READS_AT_ONCE = 16;

async function checkPhrases(
  view: SearchedView,
  index: OpenedIndex,
  ranked: readonly Ranked[],
  { phrases }: Query,
): Promise<{ found: readonly Ranked[]; cut: boolean }> {
  if (phrases.length === 0) return { found: ranked, cut: false };
  const best = ranked.slice(0, MAX_PHRASE_ARTICLES);
  const sought = phrases.map((words) => ` ${words.join(' ')} `);
  const have = await mapInParallel(best, MAX_READS_AT_ONCE, async ({ article }) => {
    const { entry, text } = await readArticle(view, index, article);
    const parts = [entry.title, entry.summary, text].map((part) => ` ${splitWords(part).join(' ')} `);
    return sought.every((phrase) => parts.some((part) => part.includes(phrase)));
  });
  return { found: best.filter((_, i) => have[i]), cut: ranked.length > best.length };
}

async function readArticle({ release }: SearchedView, { entries }: OpenedIndex, article: number) {
  const { id, month } = entries[article]!;
  const entry = (await release.month(month)).find((one) => one.id === id)!;
  return { entry, text: publicText(entry, await release.fragment(entry)) };
}

function createMatcher(words: readonly QueryWord[], stemmer: Stemmer): Matcher {
  const spaced = words.filter(({ word }) => !isDense(word)).map((word) => matchesWord(word, stemmer));
  return {
    matches: (word) => spaced.some((matches) => matches(word)),
    dense: words.flatMap(({ word }) => (isDense(word) ? [word] : [])),
  };
}

/** The excerpt is the summary where that has a word of the query, else the best part of the text. */
async function makeResult(
  view: SearchedView,
  index: OpenedIndex,
  { article }: Ranked,
  matcher: Matcher,
): Promise<SearchResult> {
  const { entry, text } = await readArticle(view, index, article);
  const summary = markText(entry.summary, matcher);
  const excerpt = summary.hits > 0 ? summary : (excerptOf(text, matcher) ?? summary);
  return { entry, title: markText(entry.title, matcher), excerpt };
}
