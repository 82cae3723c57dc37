/** Escapes foreign text, such as the name of a file, for output: the text stays on one line and holds no invisible character. */

/**
 * Control characters and line breaks, marks that change the direction of text (Unicode UAX 9), a BOM. A line break in a file name would
 * begin a new line of output, which GitHub's runners take for a command if it starts with `::`.
 */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const shown = (text: string): string => text.replace(UNSEEN, escaped);

export const showsWhole = (text: string): boolean => text.search(UNSEEN) < 0;

/** For JSON, where a parser reads `\u202e` as the same character. Line breaks between the values stay. */
export const shownJson = (json: string): string =>
  json.replace(UNSEEN, (character) => (character === '\n' ? character : escaped(character)));

/** Decodes bytes as UTF-8, and writes bytes that are no UTF-8 one by one: `a\xff.md`. */
export function shownBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((n) => isCharacter(decoder, bytes.subarray(at, at + n)));
    text += length
      ? shown(decoder.decode(bytes.subarray(at, at + length)))
      : `\\x${bytes[at]!.toString(16).padStart(2, '0')}`;
    at += length ?? 1;
  }
  return text;
}

function isCharacter(decoder: { decode(bytes: Uint8Array): string }, bytes: Uint8Array): boolean {
  try {
    return decoder.decode(bytes) !== '';
  } catch {
    return false;
  }
}
