/** Builds the message of a letter for one selection of topics: encoded text (RFC 5322) with a splice wherever recipients differ. */

import { BroadsheetError } from '../error.ts';
import { escapeHtml } from '../text/escape.ts';
import { markForeignText, plainForeignWords } from '../text/translations.ts';
import { flowPieces } from './flowed-text.ts';
import type { Letter } from './letter.ts';
import {
  CRLF,
  cleanHeader,
  encodeMailbox,
  encodePhrase,
  encodeQuotedPrintable,
  encodeUnstructured,
  SOFT_BREAK,
} from './mime.ts';
import { flattenSelection, type RecipientSlot, type Selection } from './topic-selection.ts';

type Part = 'text' | 'html';
/** A header's value, or a placeholder inside a part. */
export type Splice =
  | 'to'
  | 'date'
  | 'message-id'
  | 'list-unsubscribe'
  | { [P in Part]: `${P}:${RecipientSlot}` }[Part];
/** Literals are 7-bit with CRLF. A splice in a part begins at column 0 and ends with a soft break of its own. */
export type MessagePiece = { literal: string } | { splice: Splice };

export const escapeFor: Readonly<Record<Part, (text: string) => string>> = {
  text: (text) => text,
  html: escapeHtml,
};

/** Prints words of the system in a letter of `language`. */
export const printWordsFor: Readonly<Record<Part, (text: string, language: string) => string>> = {
  text: plainForeignWords,
  html: (text, language) => markForeignText(escapeHtml(text), language),
};

const headerPiece = (name: string, value: string): MessagePiece => ({ literal: `${name}: ${value}${CRLF}` });
const splicedHeader = (name: string, splice: Splice, [open, close] = ['', '']): MessagePiece[] => [
  { literal: `${name}: ${open}` },
  { splice },
  { literal: `${close}${CRLF}` },
];

/** Headers that the message writes itself: SES refuses a second List-*, Precedence or Auto-Submitted. */
const OWN_HEADERS =
  /^(from|to|reply-to|subject|date|message-id|mime-version|list-(id|unsubscribe|unsubscribe-post)|content-.*)$/i;

function writeExtraHeader([name, value]: [string, string]): MessagePiece {
  if (!/^[A-Za-z][A-Za-z-]*$/.test(name) || OWN_HEADERS.test(name)) {
    throw new BroadsheetError('broken', `A letter cannot carry the header ${cleanHeader(name)} of its own.`);
  }
  return { literal: encodeUnstructured(name, value) };
}

/** RFC 2919 §3, RFC 8058 §3.1. */
function writeListHeaders(letter: Letter): MessagePiece[] {
  const { listId, unsubscribable } = letter;
  return [
    ...(listId
      ? [headerPiece('List-Id', `${encodePhrase(listId.phrase, 'List-Id: '.length)} <${listId.id}>`)]
      : []),
    ...(unsubscribable ? splicedHeader('List-Unsubscribe', 'list-unsubscribe') : []),
    ...(unsubscribable ? [headerPiece('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click')] : []),
  ];
}

export function subjectOf({ subject, blocks }: Letter, { numbers }: Selection): string {
  return blocks[numbers.indexOf(1)]?.subject ?? subject;
}

function writeHead(letter: Letter, boundary: string, selection: Selection): MessagePiece[] {
  return [
    headerPiece('From', encodeMailbox('From', letter.from)),
    ...splicedHeader('To', 'to'),
    ...(letter.replyTo ? [headerPiece('Reply-To', encodeMailbox('Reply-To', letter.replyTo))] : []),
    { literal: encodeUnstructured('Subject', subjectOf(letter, selection)) },
    ...splicedHeader('Date', 'date'),
    ...splicedHeader('Message-ID', 'message-id', ['<', '>']),
    ...writeListHeaders(letter),
    ...Object.entries(letter.headers).map(writeExtraHeader),
    headerPiece('MIME-Version', '1.0'),
    headerPiece('Content-Type', `multipart/alternative;${CRLF} boundary="${boundary}"`),
    { literal: CRLF },
  ];
}

function writePart(letter: Letter, selection: Selection, part: Part, boundary: string): MessagePiece[] {
  const flat = flattenSelection(letter, letter[part], selection, printWordsFor[part]);
  const { pieces, delSp } = part === 'text' ? flowPieces(flat) : { pieces: flat, delSp: false };
  const encoded = pieces.map((piece, i): MessagePiece => {
    if ('slot' in piece) return { splice: `${part}:${piece.slot}` };
    const literal = encodeQuotedPrintable(piece.literal);
    const open = literal !== '' && !literal.endsWith(CRLF) && i < pieces.length - 1;
    return { literal: open ? literal + SOFT_BREAK : literal };
  });
  return [writePartHead(part, boundary, delSp), ...encoded];
}

/** RFC 3676 §4: `delsp=yes` tells readers to drop the space of a soft break. */
const contentTypeOf = (part: Part, delSp: boolean): string =>
  part === 'html'
    ? 'text/html; charset=utf-8'
    : `text/plain; charset=utf-8; format=flowed${delSp ? '; delsp=yes' : ''}`;

const writePartHead = (part: Part, boundary: string, delSp: boolean): MessagePiece => ({
  literal: `--${boundary}${CRLF}Content-Type: ${contentTypeOf(part, delSp)}${CRLF}Content-Transfer-Encoding: quoted-printable${CRLF}${CRLF}`,
});

/** The text part comes first: clients prefer the last part of an alternative (RFC 2046 §5.1.4). */
export function writeMessagePieces(letter: Letter, hash: string, selection: Selection): MessagePiece[] {
  // `=_` cannot occur in quoted-printable text (RFC 2045 §6.7).
  const boundary = `=_${hash.slice(0, 32)}`;
  return joinPieces([
    ...writeHead(letter, boundary, selection),
    ...writePart(letter, selection, 'text', boundary),
    { literal: `${CRLF}` },
    ...writePart(letter, selection, 'html', boundary),
    { literal: `${CRLF}--${boundary}--${CRLF}` },
  ]);
}

function joinPieces(pieces: readonly MessagePiece[]): MessagePiece[] {
  const joined: MessagePiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && 'literal' in last && 'literal' in piece) last.literal += piece.literal;
    else joined.push({ ...piece });
  }
  return joined;
}
