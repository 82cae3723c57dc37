/** MIME for letters: quoted-printable, encoded words, header lines. All output is 7-bit. */
import { BroadsheetError } from '../error.ts';
import type { Mailbox } from '../publication/publication.ts';

export const CRLF = '\r\n';
/** RFC 2045 §6.7: a line has 76 characters at most, including the `=` of a soft break. */
const MAX_LINE_LENGTH = 76;
export const SOFT_BREAK = `=${CRLF}`;

const toHex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
/** Byte → its quoted-printable form: itself, or `=XX`. */
const QUOTED_BYTES = Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte <= 0x7e && byte !== 0x3d) || byte === 0x09
    ? String.fromCharCode(byte)
    : `=${toHex(byte)}`,
);
const SAFE_RUN = /^[!-<>-~]*$/;

/** Encodes the text of one line from column 0 and wraps it with soft breaks. CR and LF become `=0D` and `=0A`. */
export function quoteLine(text: string): string {
  if (SAFE_RUN.test(text)) return wrapSafe(text);
  let lines = '';
  let line = '';
  for (const byte of Buffer.from(text.toWellFormed())) {
    const quoted = QUOTED_BYTES[byte]!;
    if (line.length + quoted.length >= MAX_LINE_LENGTH) {
      lines += line + SOFT_BREAK;
      line = '';
    }
    line += quoted;
  }
  return lines + line;
}

function wrapSafe(text: string): string {
  if (text.length < MAX_LINE_LENGTH) return text;
  const lines: string[] = [];
  for (let i = 0; i < text.length; i += MAX_LINE_LENGTH - 1)
    lines.push(text.slice(i, i + MAX_LINE_LENGTH - 1));
  return lines.join(SOFT_BREAK);
}

/** RFC 2045 §6.7 rule 3: no white space stands right before a hard break. */
const quoteTrailing = (line: string): string =>
  line.replace(/[ \t]$/, (space) => (space === ' ' ? '=20' : '=09'));

/**
 * Encodes a text of several lines (LF) from column 0. The last line stays open, so that more text or a soft break may follow. `=20` at its
 * end may make a line one or two characters too long: the line is then broken before the `=20`.
 */
export function encodeQuotedPrintable(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map(quoteLine);
  const last = lines.pop()!;
  return [...lines.map(closeLine), last].join(CRLF);
}

function closeLine(quoted: string): string {
  const closed = quoteTrailing(quoted);
  const start = closed.lastIndexOf('\n') + 1;
  return closed.length - start <= MAX_LINE_LENGTH
    ? closed
    : `${closed.slice(0, -3)}${SOFT_BREAK}${closed.slice(-3)}`;
}

/** RFC 2047 §2: an encoded word has 75 characters at most, including `=?UTF-8?Q?` and `?=`. */
const MAX_WORD_LENGTH = 75 - '=?UTF-8?Q??='.length;
/** RFC 2047 §5 (3): the characters that a phrase may hold unencoded; subjects use the same set. */
const WORD_SAFE = /^[A-Za-z0-9!*+/-]$/;

const quoteForWord = (character: string): string =>
  character === ' '
    ? '_'
    : WORD_SAFE.test(character)
      ? character
      : [...Buffer.from(character)].map((byte) => `=${toHex(byte)}`).join('');

const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4;

/**
 * Encodes in base64 or Q, whichever is shorter; each word holds whole characters only (RFC 2047 §5). `used`: the columns before the first
 * word.
 */
export function encodeWords(text: string, used: number): string {
  const characters = [...text.toWellFormed()];
  const quoted = characters.map(quoteForWord);
  const inBase64 = base64Length(Buffer.byteLength(text)) < quoted.join('').length;
  const sizeOf = (from: number, to: number): number =>
    inBase64
      ? base64Length(Buffer.byteLength(characters.slice(from, to).join('')))
      : quoted.slice(from, to).reduce((sum, q) => sum + q.length, 0);
  const words: string[] = [];
  for (let from = 0, room = MAX_WORD_LENGTH - used; from < characters.length; room = MAX_WORD_LENGTH - 1) {
    let to = from + 1;
    while (to < characters.length && sizeOf(from, to + 1) <= room) to++;
    const word = inBase64
      ? `=?UTF-8?B?${Buffer.from(characters.slice(from, to).join('')).toString('base64')}?=`
      : `=?UTF-8?Q?${quoted.slice(from, to).join('')}?=`;
    words.push(word);
    from = to;
  }
  return words.join(`${CRLF} `);
}

/** Replaces control characters and line breaks with spaces, because header injection consists of them. */
export const cleanHeader = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text) && !text.includes('=?');

/** Writes an unstructured header (Subject): a plain value is folded at spaces, any other becomes encoded words. */
export function encodeUnstructured(name: string, value: string): string {
  const text = cleanHeader(value);
  if (!isPlain(text) || text.split(' ').some((word) => word.length > MAX_WORD_LENGTH)) {
    return `${name}: ${encodeWords(text, name.length + 2)}${CRLF}`;
  }
  let folded = `${name}:`;
  let column = folded.length;
  for (const word of text.split(' ')) {
    const fits = column + 1 + word.length <= MAX_LINE_LENGTH;
    folded += `${fits ? '' : CRLF} ${word}`;
    column = (fits ? column : 0) + 1 + word.length;
  }
  return folded + CRLF;
}

/** Writes a display name or list phrase: quoted, or as encoded words. */
export function encodePhrase(value: string, used: number): string {
  const text = cleanHeader(value);
  const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
  return isPlain(text) && quoted.length <= MAX_LINE_LENGTH - used ? quoted : encodeWords(text, used);
}

/** A dot-atom (RFC 5322 §3.2.3) at a host name: no character may end the address, quote, fold or begin another. */
const ADDRESS_PATTERN = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]+$/;
/** RFC 5321 §4.5.3.1.3: a path has 256 characters, two of which are its brackets. */
const MAX_ADDRESS_LENGTH = 254;

/** Throws `invalid` for an address that must not stand in a header. */
export function requireSafeAddress(email: string): string {
  if (email.length <= MAX_ADDRESS_LENGTH && ADDRESS_PATTERN.test(email)) return email;
  throw new BroadsheetError('invalid', 'The value is not an address that a letter can be sent to.', {
    remedy: 'Import the address again in the form name@example.com, ASCII only.',
  });
}

/** Writes `Name <a@b>` as the value of a header. The address gets a line of its own if both do not fit. */
export function encodeMailbox(header: string, { name, email }: Mailbox): string {
  const address = requireSafeAddress(email);
  const used = header.length + 2;
  if (cleanHeader(name) === '') return `<${address}>`;
  const written = encodePhrase(name, used);
  const column =
    written.length - Math.max(written.lastIndexOf(CRLF), 0) + (written.includes(CRLF) ? 0 : used);
  return `${written}${column + address.length + 3 <= MAX_LINE_LENGTH ? '' : CRLF} <${address}>`;
}
