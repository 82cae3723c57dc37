/**
 * Shortens texts. Ends are trimmed by a loop: a regular expression such as `/x+$/` would try a long run in the middle from each position.
 */

import { endsUnspaced } from './unspaced.ts';

/** `those` matches the single characters to remove. */
export function trimEnd(text: string, those: RegExp): string {
  let end = text.length;
  while (end > 0 && those.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

export function trim(text: string, those: RegExp): string {
  const cut = trimEnd(text, those);
  let start = 0;
  while (start < cut.length && those.test(cut[start]!)) start++;
  return cut.slice(start);
}

/** Cuts the text between words to `most` characters, plus an ellipsis. Chinese and Japanese are cut between any two characters. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, graphemeStart(text, most));
  const space = endsUnspaced(head) ? -1 : head.lastIndexOf(' ');
  return `${trimEnd(head.slice(0, space > most / 2 ? space : head.length), /[\s,;:.–—、，；：。․،؛-]/)}…`;
}

/** More characters than any grapheme of a language has: a longer one is cut. */
const MAX_GRAPHEME = 64;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The start of the grapheme (what a reader takes for one character) that holds the character at `at`. */
function graphemeStart(text: string, at: number): number {
  const from = Math.max(0, at - MAX_GRAPHEME);
  const near = text.slice(from, at + MAX_GRAPHEME);
  const start = from + (graphemes.segment(near).containing(at - from)?.index ?? 0);
  return start > from || from === 0 ? start : at;
}
