/** Words that somebody else chose, such as the name of a file, on one line and with nothing in them that does not show. */

/**
 * Control characters and line breaks, marks that turn the direction of what follows (Unicode UAX 9), a BOM. A line break in a
 * file name would begin a line of its own, which GitHub's runners take for a command when it starts with `::`.
 */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const shown = (text: string): string => text.replace(UNSEEN, escaped);

export const showsWhole = (text: string): boolean => text.search(UNSEEN) < 0;

/** For JSON, where `\u202e` is the same character to whoever reads it. */
export const shownJson = (json: string): string =>
  json.replace(UNSEEN, (character) => (character === '\n' ? character : escaped(character)));

/** `a\xff.md`: what is no UTF-8 byte by byte. */
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
