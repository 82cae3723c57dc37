/**
 * Wraps the text part as `format=flowed` (RFC 3676): a line that ends in a space goes on in the next one, so that a phone may join both. Lines
 * of a list are fixed and indented: joined, the indentation would stand in mid-sentence.
 */
import { columnsOf } from '../text/columns.ts';
import type { FlatPiece, RecipientSlot } from './topic-selection.ts';

/** RFC 3676 §4.2 allows 78; 72 leave room for the marks of a reply. */
const MAX_COLUMNS = 72;
/** RFC 3676 §4.3: the line above a signature is fixed, whatever it ends in. */
const SIGNATURE_LINE = '-- ';
const QUOTE_MARKS = /^(?:> ?)+/;
/** Spaces before code. What follows a long line of code has none, so that a program that joins both gets the line as it was. */
const CODE_INDENT = 4;
/** What a wrapped line of a list hangs under: spaces, and the sign of the item. */
const HANGING = /^ *(?:[-*] |\d+\. |\[\d+\] )?/;

const IDEOGRAPH = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff00-\uff60]/u;
/** No line begins with the first kind or ends with the second (kinsoku). */
const NOT_FIRST =
  /[\p{Pe}\p{Pf}\u3001\u3002\u3005\u303b\u30fb-\u30fe\uff01\uff0c\uff0e\uff1a\uff1b\uff1f!),.:;?ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const NOT_LAST = /[\p{Ps}\p{Pi}]/u;

/** `delSp`: soft breaks add a space of their own (DelSp=yes), which scripts without spaces need. */
type FlowRules = { delSp: boolean; columns: (text: string) => number };

const needsDelSp = (text: string): boolean => IDEOGRAPH.test(text);

/** Wraps a text with lines ended by LF. A word that exceeds the line, such as a URL, stays whole. */
export function flowText(text: string, columns: FlowRules['columns'] = columnsOf): string {
  const rules = { delSp: needsDelSp(text), columns };
  return text
    .split('\n')
    .map((line) => flowLine(line, rules))
    .join('\n');
}

function flowLine(written: string, rules: FlowRules): string {
  if (written === SIGNATURE_LINE) return written;
  const line = written.replace(/ +$/, '');
  const [marks = ''] = QUOTE_MARKS.exec(line) ?? [];
  const depth = marks.replaceAll(' ', '').length;
  const stuff = (one: string): string =>
    depth > 0
      ? `${'>'.repeat(depth)} ${one}`.replace(/^(>+) $/, '$1')
      : one.replace(/^(?= |>|From |-- $)/, ' ');
  return wrapLine(line.slice(marks.length), MAX_COLUMNS - depth, rules)
    .map(stuff)
    .join('\n');
}

type Piece = { text: string; spaced: boolean };

/** Splits between words, and between ideographs where a line may end. `spaced`: a space stands behind the piece. */
function splitLine(text: string, delSp: boolean): Piece[] {
  const words = text.split(' ').map((word) => ({ text: word, spaced: true }));
  return delSp ? words.flatMap(splitIdeographs) : words;
}

function splitIdeographs({ text }: Piece): Piece[] {
  if (!IDEOGRAPH.test(text)) return [{ text, spaced: true }];
  const pieces: Piece[] = [{ text: '', spaced: true }];
  let before = '';
  for (const character of text) {
    const last = pieces.at(-1)!;
    const apart =
      (IDEOGRAPH.test(before) || IDEOGRAPH.test(character)) &&
      !NOT_FIRST.test(character) &&
      !NOT_LAST.test(before);
    if (apart && before !== '') {
      last.spaced = false;
      pieces.push({ text: character, spaced: true });
    } else last.text += character;
    before = character;
  }
  return pieces;
}

function wrapLine(line: string, most: number, { delSp, columns }: FlowRules): string[] {
  if (columns(line) <= most) return [line];
  const [lead = ''] = HANGING.exec(line) ?? [];
  const hangs = lead.trim() !== '' || (lead !== '' && lead.length < CODE_INDENT);
  const lines: string[] = [];
  let open = lead;
  let used = lead.length;
  let spaced = false;
  let empty = true;
  for (const piece of splitLine(line.slice(lead.length), delSp)) {
    const added = (spaced ? 1 : 0) + columns(piece.text);
    if (empty || used + added <= most) {
      open += `${spaced ? ' ' : ''}${piece.text}`;
      used += added;
    } else {
      lines.push(hangs ? open.trimEnd() : `${open}${spaced ? ' ' : ''}${delSp ? ' ' : ''}`);
      open = (hangs ? ' '.repeat(lead.length) : '') + piece.text;
      used = columns(open);
    }
    spaced = piece.spaced;
    empty = false;
  }
  return [...lines, open];
}

/** A value to come stands in the text as its name between U+0001 and U+0002, which no content holds (content/fragment.ts). */
const SLOT = /\u0001([a-z]+)\u0002/g;
const SHORT_SLOTS: ReadonlySet<string> = new Set<RecipientSlot>(['name', 'address']);
/** Columns that a value takes about: an address, or one of the links, which are longer than a line. */
const [ADDRESS_COLUMNS, LINK_COLUMNS] = [30, 100];

function columnsWithSlots(text: string): number {
  if (!text.includes('\u0001')) return columnsOf(text);
  let ofSlots = 0;
  const rest = text.replace(SLOT, (_, slot: string) => {
    ofSlots += SHORT_SLOTS.has(slot) ? ADDRESS_COLUMNS : LINK_COLUMNS;
    return '';
  });
  return columnsOf(rest) + ofSlots;
}

/** Wraps a text with values to come; `delSp` belongs into the part's Content-Type. */
export function flowPieces(pieces: readonly FlatPiece[]): { pieces: FlatPiece[]; delSp: boolean } {
  const text = pieces
    .map((piece) => ('literal' in piece ? piece.literal : `\u0001${piece.slot}\u0002`))
    .join('');
  // An odd place of the split text is a slot's name.
  const parts = flowText(text, columnsWithSlots).split(SLOT);
  return {
    delSp: needsDelSp(text),
    pieces: parts.flatMap((part, i): FlatPiece[] => {
      if (i % 2 === 1) return [{ slot: part as RecipientSlot }];
      return part === '' ? [] : [{ literal: part }];
    }),
  };
}
