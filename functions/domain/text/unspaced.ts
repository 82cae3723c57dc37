/** Scripts without spaces between words: where a line break must not become a space, and how many columns a text takes. */

/** Han, kana and Bopomofo with their full-width punctuation. Hangul has spaces (CSS Text 3 §4.1.3). */
const UNSPACED =
  '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Yiii}\\u3000-\\u303f\\u30fb\\u30fc\\uff01-\\uff60\\uff61-\\uff9f\\uffe0-\\uffe5';
/** Quotes, dashes and dots that Chinese shares with Latin: the character beyond them decides. */
const SHARED = '\\u2014\\u2018\\u2019\\u201c\\u201d\\u2026\\ufe00-\\ufe0f';

const ENDS_UNSPACED = new RegExp(`[${UNSPACED}][${SHARED}]{0,8}$`, 'u');
const STARTS_UNSPACED = new RegExp(`^[${SHARED}]{0,8}[${UNSPACED}]`, 'u');

/** A window of characters at either end is enough, and a long text would be slow to search from its end. */
const END_CHARACTERS = 12;

export const endsUnspaced = (text: string): boolean =>
  text.charCodeAt(text.length - 1) >= 0x2014 && ENDS_UNSPACED.test(text.slice(-END_CHARACTERS));

export const startsUnspaced = (text: string): boolean =>
  text.charCodeAt(0) >= 0x2014 && STARTS_UNSPACED.test(text.slice(0, END_CHARACTERS));

const LINE_BREAK = new RegExp(
  `(?<=[${UNSPACED}][${SHARED}]{0,8})[ \\t]*\\n[ \\t]*(?=[${SHARED}]{0,8}[${UNSPACED}])`,
  'gu',
);

/** Joins lines of Chinese or Japanese without a space; every other line break stays. */
export const joinBrokenLines = (text: string): string =>
  text.includes('\n') ? text.replace(LINE_BREAK, '') : text;

const WIDE = new RegExp(`[${UNSPACED}\\p{sc=Hang}]`, 'u');
const HALF_WIDTH = /[\uff61-\uffdc]/;

/** Columns of a text in a font of fixed width: two for each wide character, none for a mark that is put on another character. */
export function countColumns(text: string): number {
  let columns = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x300) columns++;
    else if (!/^[\p{M}\p{Cf}]$/u.test(character)) columns += isWide(character, code) ? 2 : 1;
  }
  return columns;
}

const isWide = (character: string, code: number): boolean =>
  (code >= 0x1100 && WIDE.test(character) && !HALF_WIDTH.test(character)) ||
  /^\p{Emoji_Presentation}$/u.test(character);
