import { expect, it } from 'vitest';
import { isOneEditAway, mayBeMistyped } from '../../../functions/domain/search/near-words.ts';
import { editDistance } from '../../../functions/domain/text/nearest-word.ts';

it('words are one edit apart where the edit distance says so', () => {
  const words = [
    '',
    'a',
    'ab',
    'ba',
    'abc',
    'acb',
    'bac',
    'abcd',
    'abd',
    'xabc',
    'abcx',
    'cab',
    'aabc',
    'abbc',
  ];
  for (const a of words)
    for (const b of words) expect([a, b, isOneEditAway(a, b)]).toEqual([a, b, editDistance(a, b) === 1]);
});

it('short words and numbers are never taken for mistyped', () => {
  expect(['harbor', 'war', '2026', 'covid19'].map(mayBeMistyped)).toEqual([true, false, false, false]);
});
