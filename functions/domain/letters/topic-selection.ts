/** Selects the blocks of a letter that a subscriber's topics leave, with their numbers and the letter's length. */
import { minutesOf } from '../text/word-count.ts';
import type { Letter, Piece, Placeholder, Plural } from './letter.ts';

export type Selection = {
  /** Two selections with the same key have the same pieces. */
  key: string;
  shown: readonly boolean[];
  /** The number of each article that is shown; 0 for every other block. */
  numbers: readonly number[];
  words: number;
};

/** Placeholders that are filled once for each selection; the others are filled once for each recipient. */
type SelectionSlot = 'number' | 'label' | 'words' | 'minutes';
export type RecipientSlot = Exclude<Placeholder, SelectionSlot>;
export type FlatPiece = { literal: string } | { slot: RecipientSlot };

/** No topics mean all topics. Undefined if the letter has articles and none is left. */
export function selectBlocks(letter: Letter, topics: readonly string[]): Selection | undefined {
  const shown = letter.blocks.map(
    ({ topic }) => topics.length === 0 || topic === undefined || topics.includes(topic),
  );
  let n = 0;
  const numbers = letter.blocks.map((block, i) => (block.kind === 'article' && shown[i] ? ++n : 0));
  if (n === 0 && letter.blocks.some((block) => block.kind === 'article')) return undefined;
  const words = letter.blocks.reduce((sum, block, i) => sum + (shown[i] ? block.words : 0), 0);
  return { key: shown.map((is) => (is ? '1' : '0')).join(''), shown, numbers, words };
}

export function choosePlural(sentences: Plural, n: number, language: string): string {
  const sentence = n === 1 ? sentences.one : sentences.other;
  return sentence.replace('{n}', new Intl.NumberFormat(language).format(n));
}

const SELECTION_SLOTS: Readonly<
  Record<SelectionSlot, (letter: Letter, selection: Selection, block: number) => string>
> = {
  number: (_, { numbers }, block) => String(numbers[block] || ''),
  label: ({ labels, blocks }, { numbers }, block) => {
    const n = numbers[block] ?? 0;
    return (blocks[block]?.label ?? (n === 1 ? labels.first : labels.other)).replace('{n}', String(n));
  },
  words: ({ labels, language, wordsLanguage }, { words }) =>
    choosePlural(labels.words, words, wordsLanguage ?? language),
  minutes: ({ labels, language, wordsLanguage }, { words }) =>
    choosePlural(labels.minutes, minutesOf(words), wordsLanguage ?? language),
};

const isSelectionSlot = (slot: Placeholder): slot is SelectionSlot => Object.hasOwn(SELECTION_SLOTS, slot);

/**
 * Flattens the pieces for a selection: hidden blocks go, the selection's placeholders are filled (through `printed`), literals are joined.
 */
export function flattenSelection(
  letter: Letter,
  pieces: readonly Piece[],
  selection: Selection,
  printed: (text: string, language: string) => string,
): FlatPiece[] {
  const flat: FlatPiece[] = [];
  const print = (literal: string): void => {
    const last = flat.at(-1);
    if (last && 'literal' in last) last.literal += literal;
    else flat.push({ literal });
  };
  const walk = (list: readonly Piece[], block: number): void => {
    for (const piece of list) {
      if (typeof piece === 'string') print(piece);
      else if ('slot' in piece) {
        const { slot } = piece;
        if (isSelectionSlot(slot))
          print(printed(SELECTION_SLOTS[slot](letter, selection, block), letter.language));
        else flat.push({ slot });
      } else if (selection.shown[piece.block]) walk(piece.pieces, piece.block);
    }
  };
  walk(pieces, -1);
  return flat;
}
