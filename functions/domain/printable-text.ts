/** Escapes foreign text, such as the name of a file, for output: the text stays on one line and holds no invisible character. */

/**
 * Control characters and line breaks, marks that change the direction of text (Unicode UAX 9), a BOM. A line break in a file name would
 * begin a new line of output, which GitHub's runners take for a command if it starts with `::`.
 */
const INVISIBLE_CHARACTERS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escapeCharacter = (character: string): string =>
  SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const escapeInvisible = (text: string): string => text.replace(INVISIBLE_CHARACTERS, escapeCharacter);

export const isPrintable = (text: string): boolean => text.search(INVISIBLE_CHARACTERS) < 0;

/** For JSON, where a parser reads `\u202e` as the same character. Line breaks between the values stay. */
export const escapeInvisibleJson = (json: string): string =>
  json.replace(INVISIBLE_CHARACTERS, (character) =>
    character === '\n' ? character : escapeCharacter(character),
  );

/** Decodes bytes as UTF-8, and writes bytes that are no UTF-8 one by one: `a\xff.md`. */
export function escapeBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((n) => isUtf8(decoder, bytes.subarray(at, at + n)));
    text += length
      ? escapeInvisible(decoder.decode(bytes.subarray(at, at + length)))
      : `\\x${bytes[at]!.toString(16).padStart(2, '0')}`;
    at += length ?? 1;
  }
  return text;
}

function isUtf8(decoder: { decode(bytes: Uint8Array): string }, bytes: Uint8Array): boolean {
  try {
    return decoder.decode(bytes) !== '';
  } catch {
    return false;
  }
}
