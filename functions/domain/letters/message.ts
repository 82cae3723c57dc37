/** Builds the message of a letter for one selection of topics: encoded text (RFC 5322) with a splice wherever recipients differ. */
import { BroadsheetError } from '../error.ts';
import { escapeHtml } from '../text/escape.ts';
import type { Letter } from './letter.ts';
import {
  CRLF,
  encodeMailbox,
  headerLine,
  phrase,
  quotedPrintable,
  SOFT_BREAK,
  unstructured,
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

const line = (name: string, value: string): MessagePiece => ({ literal: `${name}: ${value}${CRLF}` });
const spliced = (name: string, splice: Splice, [open, close] = ['', '']): MessagePiece[] => [
  { literal: `${name}: ${open}` },
  { splice },
  { literal: `${close}${CRLF}` },
];

/** Headers that the message writes itself: SES refuses a second List-*, Precedence or Auto-Submitted. */
const OWN =
  /^(from|to|reply-to|subject|date|message-id|mime-version|list-(id|unsubscribe|unsubscribe-post)|content-.*)$/i;

function extraHeader([name, value]: [string, string]): MessagePiece {
  if (!/^[A-Za-z][A-Za-z-]*$/.test(name) || OWN.test(name)) {
    throw new BroadsheetError('broken', `A letter cannot carry the header ${headerLine(name)} of its own.`);
  }
  return { literal: unstructured(name, value) };
}

/** RFC 2919 §3, RFC 8058 §3.1. */
function listHeaders(letter: Letter): MessagePiece[] {
  const { listId, unsubscribable } = letter;
  return [
    ...(listId ? [line('List-Id', `${phrase(listId.phrase, 'List-Id: '.length)} <${listId.id}>`)] : []),
    ...(unsubscribable ? spliced('List-Unsubscribe', 'list-unsubscribe') : []),
    ...(unsubscribable ? [line('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click')] : []),
  ];
}

export function subjectOf({ subject, blocks }: Letter, { numbers }: Selection): string {
  return blocks[numbers.indexOf(1)]?.subject ?? subject;
}

function head(letter: Letter, boundary: string, selection: Selection): MessagePiece[] {
  return [
    line('From', encodeMailbox('From', letter.from)),
    ...spliced('To', 'to'),
    ...(letter.replyTo ? [line('Reply-To', encodeMailbox('Reply-To', letter.replyTo))] : []),
    { literal: unstructured('Subject', subjectOf(letter, selection)) },
    ...spliced('Date', 'date'),
    ...spliced('Message-ID', 'message-id', ['<', '>']),
    ...listHeaders(letter),
    ...Object.entries(letter.headers).map(extraHeader),
    line('MIME-Version', '1.0'),
    line('Content-Type', `multipart/alternative;${CRLF} boundary="${boundary}"`),
    { literal: CRLF },
  ];
}

function body(letter: Letter, selection: Selection, part: Part): MessagePiece[] {
  return flattenSelection(letter, letter[part], selection, escapeFor[part]).map((piece, i, { length }) => {
    if ('slot' in piece) return { splice: `${part}:${piece.slot}` };
    const encoded = quotedPrintable(piece.literal);
    const open = encoded !== '' && !encoded.endsWith(CRLF) && i < length - 1;
    return { literal: open ? encoded + SOFT_BREAK : encoded };
  });
}

const partHead = (part: Part, boundary: string): MessagePiece => ({
  literal: `--${boundary}${CRLF}Content-Type: text/${part === 'text' ? 'plain' : 'html'}; charset=utf-8${CRLF}Content-Transfer-Encoding: quoted-printable${CRLF}${CRLF}`,
});

/** The text part comes first: clients prefer the last part of an alternative (RFC 2046 §5.1.4). */
export function messagePieces(letter: Letter, hash: string, selection: Selection): MessagePiece[] {
  // `=_` cannot occur in quoted-printable text (RFC 2045 §6.7).
  const boundary = `=_${hash.slice(0, 32)}`;
  return join([
    ...head(letter, boundary, selection),
    partHead('text', boundary),
    ...body(letter, selection, 'text'),
    { literal: `${CRLF}` },
    partHead('html', boundary),
    ...body(letter, selection, 'html'),
    { literal: `${CRLF}--${boundary}--${CRLF}` },
  ]);
}

function join(pieces: readonly MessagePiece[]): MessagePiece[] {
  const joined: MessagePiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && 'literal' in last && 'literal' in piece) last.literal += piece.literal;
    else joined.push({ ...piece });
  }
  return joined;
}
