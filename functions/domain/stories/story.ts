/**
 * A story: a headline and a text as readers know them, whatever file, id or address they have. Near-duplicates are found by word pairs
 * (shingles; fingerprint.ts has their MinHash).
 */

export type Story = { title: string; text: string };

/** `same`: readers would take the one for the other. `namesake`: only the headline is the same, as in a weekly column. */
export type Likeness = 'same' | 'namesake' | 'other';

/** Fewer words than that are no text by which a story could be known. */
export const FEWEST_WORDS = 8;
/** Of the word pairs of both texts: so many are shared by a text and its own later version, whatever the headline says now. */
const NEARLY = 0.6;
/** Of the word pairs of the shorter text, under one headline. Texts that have nothing in common share some 5 of 100. */
const PARTLY = 0.3;

/** Han, Hiragana and Katakana are written without spaces: each character counts as a word. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\p{L}\p{M}\p{N}]|$)/gu;

/** Case, punctuation and spacing do not count. */
export const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(WORD) ?? [];

/** A headline of signs alone is compared as it is. */
export const plainTitle = (title: string): string => wordsOf(title).join(' ') || title.trim();

/** Each word with the next; a text of one word is that word. */
export function wordPairsOf(text: string): Set<string> {
  const words = wordsOf(text);
  if (words.length === 1) return new Set(words);
  return new Set(words.slice(1).map((word, i) => `${words[i]} ${word}`));
}

/** What is compared of a story, worked out once. */
export type Read = { title: string; pairs: ReadonlySet<string> };

export const readStory = ({ title, text }: Story): Read => ({
  title: plainTitle(title),
  pairs: wordPairsOf(text),
});

export const compareStories = (a: Story, b: Story): Likeness => compareRead(readStory(a), readStory(b));

/** `few`, `many`: how many word pairs the shorter and the longer text have. */
function countShared(a: Read, b: Read): { shared: number; few: number; many: number } {
  const [few, many] = a.pairs.size <= b.pairs.size ? [a.pairs, b.pairs] : [b.pairs, a.pairs];
  let shared = 0;
  for (const pair of few) if (many.has(pair)) shared++;
  return { shared, few: few.size, many: many.size };
}

/** Of the word pairs of both, by how many they share: 1 where they are one text. */
export function overlapOf(a: Read, b: Read): number {
  const { shared, few, many } = countShared(a, b);
  return (2 * shared) / Math.max(few + many, 1);
}

export function compareRead(a: Read, b: Read): Likeness {
  const { shared, few, many } = countShared(a, b);
  if (few >= FEWEST_WORDS - 1 && 2 * shared >= NEARLY * (few + many)) return 'same';
  if (a.title !== b.title) return 'other';
  // Two pictures without a word, under one headline.
  return shared >= PARTLY * few && (few > 0 || many === 0) ? 'same' : 'namesake';
}
