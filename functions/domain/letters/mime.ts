/** MIME, as far as a letter needs it: quoted-printable, encoded words, header lines. Everything that leaves is 7-bit. */
import { BroadsheetError } from '../error.ts';
import type { Mailbox } from '../publication/publication.ts';

export const CRLF = '\r\n';
/** RFC 2045 §6.7: a line has 76 characters at most, a soft break's `=` included. */
const LINE = 76;
export const SOFT_BREAK = `=${CRLF}`;

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
/** Byte → its quoted-printable form: itself, or `=XX`. */
const QUOTED = Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte <= 0x7e && byte !== 0x3d) || byte === 0x09
    ? String.fromCharCode(byte)
    : `=${hex(byte)}`,
);
const SAFE_RUN = /^[!-<>-~]*$/;

/** One line's worth of text (no hard break inside: CR and LF come out as `=0D` and `=0A`), from column 0, soft-wrapped. */
export function quoteLine(text: string): string {
  if (SAFE_RUN.test(text)) return wrapSafe(text);
  let lines = '';
  let line = '';
  for (const byte of Buffer.from(text.toWellFormed())) {
    const quoted = QUOTED[byte]!;
    if (line.length + quoted.length >= LINE) {
      lines += line + SOFT_BREAK;
      line = '';
    }
    line += quoted;
  }
  return lines + line;
}

function wrapSafe(text: string): string {
  if (text.length < LINE) return text;
  const lines: string[] = [];
  for (let i = 0; i < text.length; i += LINE - 1) lines.push(text.slice(i, i + LINE - 1));
  return lines.join(SOFT_BREAK);
}

/** RFC 2045 §6.7 rule 3: no white space right before a hard break. */
const quoteTrailing = (line: string): string =>
  line.replace(/[ \t]$/, (space) => (space === ' ' ? '=20' : '=09'));

/**
 * Text of many lines (LF), from column 0. The last line is left open: more may follow on it, or a soft break.
 * `=20` at a line's end may make it one or two characters too long, so such a line is broken before it.
 */
export function quotedPrintable(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map(quoteLine);
  const last = lines.pop()!;
  return [...lines.map(closeLine), last].join(CRLF);
}

function closeLine(quoted: string): string {
  const closed = quoteTrailing(quoted);
  const start = closed.lastIndexOf('\n') + 1;
  return closed.length - start <= LINE ? closed : `${closed.slice(0, -3)}${SOFT_BREAK}${closed.slice(-3)}`;
}

/** RFC 2047 §2: an encoded word has 75 characters at most, `=?UTF-8?Q?` and `?=` included. */
const WORD = 75 - '=?UTF-8?Q??='.length;
/** RFC 2047 §5 (3): what may stand unencoded in a phrase; it serves for subjects too. */
const WORD_SAFE = /^[A-Za-z0-9!*+/-]$/;

const quoteForWord = (character: string): string =>
  character === ' '
    ? '_'
    : WORD_SAFE.test(character)
      ? character
      : [...Buffer.from(character)].map((byte) => `=${hex(byte)}`).join('');

const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4;

/** Whole characters only in each word (RFC 2047 §5), in whichever encoding is shorter. `used`: columns taken before the first. */
export function encodedWords(text: string, used: number): string {
  const characters = [...text.toWellFormed()];
  const quoted = characters.map(quoteForWord);
  const inBase64 = base64Length(Buffer.byteLength(text)) < quoted.join('').length;
  const sizeOf = (from: number, to: number): number =>
    inBase64
      ? base64Length(Buffer.byteLength(characters.slice(from, to).join('')))
      : quoted.slice(from, to).reduce((sum, q) => sum + q.length, 0);
  const words: string[] = [];
  for (let from = 0, room = WORD - used; from < characters.length; room = WORD - 1) {
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

/** No line of ours holds a control character: that is what header injection is made of. */
export const headerLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text) && !text.includes('=?');

/** An unstructured header value (Subject), folded at spaces where it is plain, in encoded words where it is not. */
export function unstructured(name: string, value: string): string {
  const text = headerLine(value);
  if (!isPlain(text) || text.split(' ').some((word) => word.length > WORD)) {
    return `${name}: ${encodedWords(text, name.length + 2)}${CRLF}`;
  }
  let folded = `${name}:`;
  let column = folded.length;
  for (const word of text.split(' ')) {
    const fits = column + 1 + word.length <= LINE;
    folded += `${fits ? '' : CRLF} ${word}`;
    column = (fits ? column : 0) + 1 + word.length;
  }
  return folded + CRLF;
}

/** A display name or list phrase: quoted, or in encoded words. */
export function phrase(value: string, used: number): string {
  const text = headerLine(value);
  const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
  return isPlain(text) && quoted.length <= LINE - used ? quoted : encodedWords(text, used);
}

/** RFC 5322 §3.2.3 dot-atom at a host name: nothing that could end it, quote, fold or begin another. */
const ADDRESS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]+$/;
/** RFC 5321 §4.5.3.1.3: a path of 256 less its brackets. */
const ADDRESS_LENGTH = 254;

/** Throws `invalid` for what must not stand in a header. */
export function safeAddress(email: string): string {
  if (email.length <= ADDRESS_LENGTH && ADDRESS.test(email)) return email;
  throw new BroadsheetError('invalid', 'This is not an address a letter can be sent to.', {
    remedy: 'Import it again in the form name@example.com, ASCII only.',
  });
}

/** `Name <a@b>` as a header's value; the address on a line of its own if both do not fit. */
export function encodeMailbox(header: string, { name, email }: Mailbox): string {
  const address = safeAddress(email);
  const used = header.length + 2;
  if (headerLine(name) === '') return `<${address}>`;
  const written = phrase(name, used);
  const column =
    written.length - Math.max(written.lastIndexOf(CRLF), 0) + (written.includes(CRLF) ? 0 : used);
  return `${written}${column + address.length + 3 <= LINE ? '' : CRLF} <${address}>`;
}
