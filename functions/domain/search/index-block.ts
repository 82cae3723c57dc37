/**
 * The search index of a pack of articles (an inverted index): a line for each word with its articles (postings). Lines lie in shards by
 * the word's first character, so that a query reads few of them and a prefix lies in one.
 */
import type { Entry, Fragment } from '../content/article.ts';
import { fillText } from '../content/fragment.ts';
import { createPostings, FIRST_ARTICLE, FIRST_WEIGHT, type Postings } from './postings.ts';

/** What the index holds of an article. */
export type IndexedArticle = { entry: Omit<Entry, 'hash' | 'place'>; month: string; fragment: Fragment };

/** An article of the index, without its text. `size`: the number of its words. */
export type IndexedEntry = Pick<Entry, 'id' | 'draft' | 'date' | 'topic'> & {
  month: string;
  size: number;
  withdrawn: { date: number } | undefined;
};

export const SHARD_COUNT = 8;
/** Ends each article's pack within a shard, and each part of an encoded block. */
export const BLOCK_END = '\f';

/** Where a word stands: the bits of a posting's field. */
const IN_TITLE = 16;
const IN_HEAD = 8;
const IN_TEXT = 0;

const URL_TEXT = /https?:\/\/\S+/g;

/** The shard of a word, by its first character alone. */
export const shardOfWord = (word: string): number => {
  const unit = word.charCodeAt(0);
  return (unit * 5 + (unit >> 4)) % SHARD_COUNT;
};

/** The text that the article's page shows: of an article for letters it ends at the fold. */
export function publicText({ access }: Pick<Entry, 'access'>, fragment: Fragment): string {
  if (access === 'letter' && !fragment.folded) return '';
  return fillText(fragment, '', access === 'letter' ? 'brief' : 'whole').replace(URL_TEXT, ' ');
}

/** The block of a pack: the list of its articles, then a part for each shard. */
export function encodeBlock(articles: readonly IndexedArticle[]): string {
  const postings = createPostings();
  const entries = articles.map((one, number) => JSON.stringify(indexArticle(postings, one, number)));
  const shards = Array.from({ length: SHARD_COUNT }, () => '');
  for (const [word, encoded] of postings.end()) shards[shardOfWord(word)] += `\n${word}\t${encoded}`;
  return [entries.join('\n'), ...shards].join(BLOCK_END);
}

function indexArticle(
  postings: Postings,
  { entry, month, fragment }: IndexedArticle,
  number: number,
): unknown[] {
  const size =
    postings.add(number, IN_TITLE, entry.title) +
    postings.add(number, IN_HEAD, [entry.summary, ...entry.tags, ...entry.authors].join('\n')) +
    postings.add(number, IN_TEXT, publicText(entry, fragment));
  const { id, date, draft, topic, withdrawn } = entry;
  return [id, month, date, topic, size, draft ? 1 : 0, ...(withdrawn ? [withdrawn.date] : [])];
}

/** Reads the postings from `at` up to the end of their line, and returns that end. */
export function readPostings(
  text: string,
  at: number,
  take: (article: number, weight: number) => void,
): number {
  let bits = 0;
  let i = at;
  for (; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < FIRST_WEIGHT) break;
    if (unit < FIRST_ARTICLE) bits = unit - FIRST_WEIGHT;
    else {
      take(unit - FIRST_ARTICLE, weigh(bits));
      bits = 0;
    }
  }
  return i;
}

const TITLE_BOOST = 24;
const HEAD_BOOST = 6;

/** How much an article has of a word: its count, and a boost for a word of the title or of the summary, the tags and the authors. */
const weigh = (bits: number): number =>
  (bits & 7) + 1 + (bits & IN_TITLE ? TITLE_BOOST : 0) + (bits & IN_HEAD ? HEAD_BOOST : 0);

type EncodedEntry = [string, string, number, string, number, 0 | 1, number?];

export const decodeEntries = (part: string): IndexedEntry[] =>
  (part === '' ? [] : part.split('\n')).map((line) => {
    const [id, month, date, topic, size, draft, until] = JSON.parse(line) as EncodedEntry;
    const withdrawn = until === undefined ? undefined : { date: until };
    return { id, month, date, topic, size, draft: draft === 1, withdrawn };
  });
