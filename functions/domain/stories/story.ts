/**
 * A story: a headline and a text as readers know them, whatever file, id or address they have. Near-duplicates are found by word pairs
 * (shingles; fingerprint.ts has their MinHash).
 */

export type Story = { title: string; text: string };

/** `same`: readers would take one for the other. `namesake`: only the headline is the same, as in a weekly column. */
export type Likeness = 'same' | 'namesake' | 'other';

/** The fewest words by which a story can be recognised. */
export const FEWEST_WORDS = 8;
/** The share of the word pairs of both texts that a text and its own later version have in common, whatever their headlines. */
const NEARLY = 0.6;
/** The share of the shorter text's word pairs that is enough under one headline. Unrelated texts share some 5 of 100. */
const PARTLY = 0.3;

/** Han, Hiragana and Katakana are written without spaces: each character counts as a word. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\p{L}\p{M}\p{N}]|$)/gu;

/** Case, punctuation and spacing do not count. */
export const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(WORD) ?? [];

/** A headline of signs alone is compared as it is. */
export const plainTitle = (title: string): string => wordsOf(title).join(' ') || title.trim();

/** Pairs of each word with the next. A text of one word gives that word alone. */
export function wordPairsOf(text: string): Set<string> {
  const words = wordsOf(text);
  if (words.length === 1) return new Set(words);
  return new Set(words.slice(1).map((word, i) => `${words[i]} ${word}`));
}

/** The parts of a story that are compared, computed once. */
export type Read = { title: string; pairs: ReadonlySet<string> };

export const readStory = ({ title, text }: Story): Read => ({
  title: plainTitle(title),
  pairs: wordPairsOf(text),
});

export const compareStories = (a: Story, b: Story): Likeness => compareRead(readStory(a), readStory(b));

/** `few`, `many`: the number of word pairs of the shorter and of the longer text. */
function countShared(a: Read, b: Read): { shared: number; few: number; many: number } {
  const [few, many] = a.pairs.size <= b.pairs.size ? [a.pairs, b.pairs] : [b.pairs, a.pairs];
  let shared = 0;
  for (const pair of few) if (many.has(pair)) shared++;
  return { shared, few: few.size, many: many.size };
}

/** The common share of both texts' word pairs (Dice coefficient): 1 if they are one text. */
export function overlapOf(a: Read, b: Read): number {
  const { shared, few, many } = countShared(a, b);
  return (2 * shared) / Math.max(few + many, 1);
}

export function compareRead(a: Read, b: Read): Likeness {
  const { shared, few, many } = countShared(a, b);
  if (few >= FEWEST_WORDS - 1 && 2 * shared >= NEARLY * (few + many)) return 'same';
  if (a.title !== b.title) return 'other';
  // Two stories without a word (pictures alone) under one headline count as the same.
  return shared >= PARTLY * few && (few > 0 || many === 0) ? 'same' : 'namesake';
}
