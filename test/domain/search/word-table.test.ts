import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  clearWordTable,
  createWordTable,
  lengthen,
  numberOfWord,
} from '../../../functions/domain/search/word-table.ts';
import { nextWord, scanWords } from '../../../functions/domain/search/words.ts';

const table = createWordTable();

function numbersOf(text: string, clash?: number): number[] {
  const numbers: number[] = [];
  for (const scan = scanWords(text); nextWord(scan); )
    numbers.push(numberOfWord(table, clash === undefined ? scan : { ...scan, hash: clash }));
  return numbers;
}

it('a word table numbers words in the order in which they come, even if all hashes clash', () => {
  const word = fc.stringMatching(/^[a-c]{1,4}$/);
  fc.assert(
    fc.property(fc.array(word), fc.constantFrom(undefined, 0, -7), (words, clash) => {
      clearWordTable(table);
      const unique = [...new Set(words)];
      expect(numbersOf(words.join(' '), clash)).toEqual(words.map((one) => unique.indexOf(one)));
      expect(table.texts).toEqual(unique);
    }),
  );
});

it('a word table grows', () => {
  clearWordTable(table);
  const words = Array.from({ length: 60_000 }, (_, i) => `word${i}`);
  expect(numbersOf(words.join(' '))).toEqual([...words.keys()]);
  expect(numbersOf(words.join(' '))).toEqual([...words.keys()]);
});

it('a lengthened array begins with the same numbers', () => {
  expect([...lengthen(Int32Array.of(1, 2), Int32Array)]).toEqual([1, 2, 0, 0]);
});
