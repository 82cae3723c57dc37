import { describe, expect, it } from 'vitest';
import type { Block, Piece } from '../../../functions/domain/letters/letter.ts';
import {
  choosePlural,
  flattenSelection,
  selectBlocks,
} from '../../../functions/domain/letters/topic-selection.ts';
import { aLetter } from '../../support/builders/letters.ts';

const block = (about: Partial<Block>): Block => ({
  ...{ topic: undefined, kind: 'article', label: undefined, words: 100 },
  ...about,
});
const WORLD = block({ topic: 'world' });
const CITIES = block({ topic: 'cities', words: 200 });
const SPONSOR = block({ kind: 'sponsor', words: 0 });
const ALL = [WORLD, SPONSOR, CITIES];

describe('a letter for a reader', () => {
  it.each([
    ['who chose nothing', ALL, [], '111', [1, 0, 2], 300],
    ['who chose one topic', ALL, ['cities'], '011', [0, 0, 1], 200],
    ['who chose all', ALL, ['world', 'cities'], '111', [1, 0, 2], 300],
    ['with an article of no topic', [block({}), WORLD], ['cities'], '10', [1, 0], 100],
    ['without articles', [SPONSOR], ['health'], '1', [0], 0],
    ['without anything', [], ['health'], '', [], 0],
  ])('%s (%#)', (_, blocks, topics, key, numbers, words) => {
    expect(selectBlocks(aLetter({ blocks }), topics)).toMatchObject({ key, numbers, words });
  });

  it.each([
    ['chose a topic it has not', ALL, ['health']],
    ['chose one that only a sponsor has', [WORLD, block({ kind: 'sponsor', topic: 'health' })], ['health']],
  ])('who %s does not exist', (_, blocks, topics) => {
    expect(selectBlocks(aLetter({ blocks }), topics)).toBeUndefined();
  });
});

describe('the pieces of a letter', () => {
  const pieces: readonly Piece[] = [
    { slot: 'words' },
    '|',
    ...ALL.map((_, i) => ({ block: i, pieces: [{ slot: 'label' } as const, `${i}|`] })),
    { slot: 'name' },
  ];
  it.each([
    [[], '300 words|1 big thing:0|&1|2.2|'],
    [['cities'], '200 words|&1|1 big thing:2|'],
  ])('for the topics %j are numbered anew, and the name is left to be filled', (topics, literal) => {
    const blocks = [WORLD, { ...SPONSOR, label: '<' }, CITIES];
    const letter = aLetter({ blocks });
    const flat = flattenSelection(letter, pieces, selectBlocks(letter, topics)!, (text) =>
      text.replace('<', '&'),
    );
    expect(flat).toEqual([{ literal }, { slot: 'name' }]);
  });
});

it.each([
  [0, 'en', '0 words'],
  [1, 'en', 'one word'],
  [2, 'en', '2 words'],
  [12_345, 'en', '12,345 words'],
  [12_345, 'de', '12.345 words'],
])('%d in %s is said as %s', (n, language, said) => {
  expect(choosePlural({ one: 'one word', other: '{n} words' }, n, language)).toBe(said);
});
