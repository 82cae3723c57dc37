/** The template engine of mail: fills the blocks of a template with the data of a letter, for the HTML and the text part alike. */
import { BroadsheetError } from '../error.ts';
import { escapeHtml } from '../text/escape.ts';
import {
  FALLBACK_LANGUAGE,
  markForeignText,
  plainForeignWords,
  say,
  type Words,
} from '../text/translations.ts';
import type { Piece, Placeholder } from './letter.ts';
import type { MailTemplates } from './template.ts';

/** A text, which is escaped in HTML; or the form for each part, ready to print. */
type PrintedValue = string | { html: string; text: string };
/** A printed value, or a placeholder that is filled for each message. */
export type MarkValue = PrintedValue | { slot: Placeholder };
export type Filling = {
  marks?: Readonly<Record<string, MarkValue>>;
  blocks?: Readonly<Record<string, readonly BlockFilling[]>>;
};
/** `as` names the block inside `items` that is filled. `block` is the index of the letter's block, which topics may hide. */
export type BlockFilling = Filling & { as?: string; block?: number };

type Part = 'html' | 'text';
type Scope = { part: Part; mail: MailTemplates; words: Words; marks: Readonly<Record<string, MarkValue>> };

const SLOT_NAMES: ReadonlySet<string> = new Set<Placeholder>([
  ...([
    'number',
    'label',
    'words',
    'minutes',
    'name',
    'address',
    'unsubscribe',
    'preferences',
    'action',
    'release',
  ] as const),
]);
const isSlot = (mark: string): mark is Placeholder => SLOT_NAMES.has(mark);

const isPersonal = (value: MarkValue): value is { slot: Placeholder } =>
  typeof value !== 'string' && 'slot' in value;

function printValue(value: PrintedValue, part: Part, marks: Scope['marks']): string {
  if (typeof value !== 'string') return value[part];
  const language = typeof marks.language === 'string' ? marks.language : FALLBACK_LANGUAGE;
  return part === 'html' ? markForeignText(escapeHtml(value), language) : plainForeignWords(value, language);
}

/** Keys of translated words have a dot. A `{title}` in such words is replaced by the mark of that name. */
function markPiece(mark: string, { part, words, marks }: Scope): Piece {
  if (isSlot(mark) && marks[mark] === undefined) return { slot: mark };
  if (mark.includes('.')) {
    const texts = Object.entries(marks).flatMap(([name, value]) =>
      isPersonal(value) ? [] : [[name, typeof value === 'string' ? value : value.text]],
    );
    return printValue(say(words, mark, Object.fromEntries(texts)), part, marks);
  }
  const value = marks[mark];
  if (value === undefined)
    throw new BroadsheetError('broken', `Nothing was given for {{${mark}}} of a letter.`);
  return isPersonal(value) ? value : printValue(value, part, marks);
}

function fillBlock(name: string, filling: Filling, outer: Scope): Piece[] {
  const template = outer.mail.templates[name];
  if (!template) throw new BroadsheetError('broken', `The mail templates have no block ${name}.`);
  const scope = { ...outer, marks: { ...outer.marks, ...filling.marks } };
  return template[scope.part].flatMap((piece): Piece[] => {
    if (typeof piece === 'string') return [piece];
    if ('mark' in piece) return [markPiece(piece.mark, scope)];
    return (filling.blocks?.[piece.block] ?? []).flatMap((inner): Piece[] => {
      const path = [name, piece.block, ...(inner.as === undefined ? [] : [inner.as])].join('.');
      const pieces = fillBlock(path, inner, scope);
      return inner.block === undefined ? pieces : [{ block: inner.block, pieces: joinTexts(pieces) }];
    });
  });
}

/** Joins neighbouring texts. */
function joinTexts(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.length - 1;
    if (typeof piece === 'string' && typeof out[last] === 'string') out[last] += piece;
    else if (piece !== '') out.push(piece);
  }
  return out;
}

/** Fills the block `name` (`letter` for a whole letter) and returns the pieces of one part. */
export const fillTemplate = (
  { mail, words, marks }: Omit<Scope, 'part'>,
  name: string,
  filling: Filling,
  part: Part,
): Piece[] => joinTexts(fillBlock(name, filling, { part, mail, words, marks }));
