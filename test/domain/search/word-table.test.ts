import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWordTable } from '../../../functions/domain/search/word-table.ts';

const foldedOf = (text: string) => ({
  text,
  units: Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)),
});

it('a word table numbers words in the order in which they come, even if all hashes clash', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), fc.constantFrom(0, 7), (words, clash) => {
      const table = createWordTable();
      const numbers = words.map((word) => table.numberOf(foldedOf(word), 0, word.length, clash));
      const unique = [...new Set(words)];
      expect(numbers).toEqual(words.map((word) => unique.indexOf(word)));
      expect(table.words).toEqual(unique);
    }),
  );
});

it('a word table grows', () => {
  const table = createWordTable();
  const words = Array.from({ length: 20_000 }, (_, i) => `word${i}`);
  const add = () => words.map((word, i) => table.numberOf(foldedOf(word), 0, word.length, i * 31));
  expect(add()).toEqual([...words.keys()]);
  expect(add()).toEqual([...words.keys()]);
});
