/** Counts the columns that a text takes in a fixed-width font: ideographs and their like take two, combining marks none. */

const WIDE =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
const PLAIN = /^[\x20-\x7e]*$/;

export function columnsOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** Letters of Latin scripts, and typographic quotes and dashes, need no look at the tables of Unicode. */
function widthOf(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300 || (code >= 0x2010 && code <= 0x2027)) return code === 0xad ? 0 : 1;
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
