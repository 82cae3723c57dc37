/** Collects the postings of a pack: which article has which word, how often and where. A build spends most of its search index here. */
import { clearWordTable, createWordTable, lengthen, numberOfWord } from './word-table.ts';
import { nextWord, scanWords } from './words.ts';

/** Characters of a posting. The article's number in the pack follows its weight, which is left out if it is zero. */
export const FIRST_WEIGHT = 0x20;
export const FIRST_ARTICLE = 0x40;

/** Counts above this are as good as this: BM25 hardly tells them apart. */
const MAX_COUNT = 8;

export type Postings = {
  /** Adds the words of a part of an article, and returns their number. Articles come in order. `field`: bits above MAX_COUNT. */
  add(article: number, field: number, text: string): number;
  end(): Iterable<readonly [word: string, postings: string]>;
};

/** The memory of the pack that is at work: each pack of a thread takes it over. */
const table = createWordTable();
/** Of each word the article that was met last: its number, and the weight of its posting, in one number. */
let latest = new Int32Array(1 << 14);
/** The postings that have ended, in that order: word, then the posting. */
let ended = new Int32Array(1 << 16);
let endedCount = 0;

/** Only one may be in use at a time. */
export function createPostings(): Postings {
  clearWordTable(table);
  endedCount = 0;
  return {
    add: addWords,
    end: () => {
      for (let word = 0; word < table.texts.length; word++) endPosting(word);
      return joinPostings(table.texts, ended.subarray(0, endedCount));
    },
  };
}

function addWords(article: number, field: number, text: string): number {
  const scan = scanWords(text);
  let size = 0;
  for (; nextWord(scan); size++) {
    const known = table.texts.length;
    const word = numberOfWord(table, scan);
    const held = latest[word]!;
    if (word < known && held >>> 8 === article) {
      latest[word] = (held | field) + ((held & (MAX_COUNT - 1)) < MAX_COUNT - 1 ? 1 : 0);
      continue;
    }
    if (word < known) endPosting(word);
    else if (word >= latest.length) latest = lengthen(latest, Int32Array);
    latest[word] = (article << 8) | field;
  }
  return size;
}

function endPosting(word: number): void {
  if (endedCount + 2 > ended.length) ended = lengthen(ended, Int32Array);
  ended[endedCount++] = word;
  ended[endedCount++] = latest[word]!;
}

/** Sorts the postings by their words (counting sort), and encodes them. */
function joinPostings(words: readonly string[], all: Int32Array): [string, string][] {
  const stops = new Int32Array(words.length + 1);
  for (let i = 0; i < all.length; i += 2) stops[all[i]! + 1]! += lengthOf(all[i + 1]!);
  for (let word = 0; word < words.length; word++) stops[word + 1]! += stops[word]!;
  const bytes = Buffer.allocUnsafe(stops[words.length]!);
  const at = stops.slice();
  for (let i = 0; i < all.length; i += 2) {
    const [word, posting] = [all[i]!, all[i + 1]!];
    const weight = posting & 0xff;
    if (weight > 0) bytes[at[word]!++] = FIRST_WEIGHT + weight;
    bytes[at[word]!++] = FIRST_ARTICLE + (posting >>> 8);
  }
  const text = bytes.toString('latin1');
  return words.map((word, i) => [word, text.slice(stops[i]!, stops[i + 1]!)]);
}

const lengthOf = (posting: number): number => ((posting & 0xff) > 0 ? 2 : 1);
